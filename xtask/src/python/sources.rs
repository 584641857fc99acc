//! The machine's own apt sources, and the entries that are derived from them.
//!
//! `/etc/apt/sources.list` and `*.list` hold one entry a line, `*.sources` hold stanzas. Only what names the mirror and
//! the key that signs it is carried over: `trusted=yes` and its like are not.

use anyhow::{Context, Result};
use std::collections::HashMap;
use std::path::Path;

/// A mirror, with the options that its entries give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub uri: String,
    pub suites: Vec<String>,
    components: Vec<String>,
    /// A keyring's path, fingerprints, or (in a stanza) a whole key of many lines, exactly as it was written.
    signed_by: Option<String>,
    /// Snapshots of an archive say `no`: their signature is as good, only old.
    check_valid_until: Option<String>,
}

#[derive(Clone, Copy)]
pub enum Kind {
    Source,
    Program,
}

/// What `/etc/os-release` says about the distribution.
pub struct Release {
    id: String,
    codenames: Vec<String>,
}

impl Release {
    pub fn of_this_machine() -> Result<Self> {
        let text =
            std::fs::read_to_string("/etc/os-release").context("cannot read /etc/os-release")?;
        Ok(Self::parse(&text))
    }

    fn parse(text: &str) -> Self {
        let values: HashMap<&str, &str> = text
            .lines()
            .filter_map(|line| line.split_once('='))
            .map(|(key, value)| (key.trim(), value.trim().trim_matches('"')))
            .collect();
        let get = |key| values.get(key).copied().unwrap_or_default().to_owned();
        let ubuntu = get("ID") == "ubuntu" || values.contains_key("UBUNTU_CODENAME");
        // Derivatives name the release that they are made of, too.
        let codenames = ["UBUNTU_CODENAME", "DEBIAN_CODENAME", "VERSION_CODENAME"].map(get);
        Self {
            id: if ubuntu { "ubuntu" } else { "debian" }.to_owned(),
            codenames: codenames
                .into_iter()
                .filter(|name| !name.is_empty())
                .collect(),
        }
    }

    /// The suites to look for sources in: newer ones than the machine's own have newer Pythons. In rounds, because not
    /// every mirror carries the aliases.
    pub fn rounds(&self) -> Vec<Vec<String>> {
        let owned = |names: &[&str]| {
            names
                .iter()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>()
        };
        if self.id == "ubuntu" {
            let own = self.codenames.iter();
            let own = own.flat_map(|name| [name.clone(), format!("{name}-updates")]);
            return vec![owned(&["devel"]), own.collect()];
        }
        vec![
            owned(&["sid", "testing", "stable", "stable-updates"]),
            owned(&["forky", "forky-updates", "trixie", "trixie-updates"]),
        ]
    }

    fn components(&self) -> &'static str {
        if self.id == "ubuntu" {
            "main universe"
        } else {
            "main"
        }
    }

    /// The entries that are the distribution's own archive, the likeliest first: those that its own key signs, then
    /// those whose key is not named, then mirrors that somebody signs anew.
    fn archives(&self, entries: Vec<Entry>) -> Vec<Entry> {
        const ALIASES: [&str; 4] = ["stable", "testing", "unstable", "sid"];
        let own_suite =
            |suite: &String| self.codenames.contains(suite) || ALIASES.contains(&suite.as_str());
        let mut archives: Vec<Entry> = Vec::new();
        for entry in entries {
            let ours = entry.suites.iter().any(own_suite)
                && entry.components.iter().any(|name| name == "main");
            if ours && archives.iter().all(|known| known.uri != entry.uri) {
                archives.push(entry);
            }
        }
        let keyring = format!("{}-archive-keyring", self.id);
        archives.sort_by_key(|entry| match &entry.signed_by {
            Some(key) if key.contains(&keyring) => 0,
            None => 1,
            Some(_) => 2,
        });
        archives
    }

    /// The suites whose programs run on this machine.
    pub fn own_suites(&self) -> Vec<String> {
        self.codenames.iter().take(1).cloned().collect()
    }

    /// A private sources file for packages of `suites`, from the mirror of `archive`.
    pub fn packages(&self, kind: Kind, archive: &Entry, suites: &[String]) -> String {
        let types = match kind {
            Kind::Source => "deb-src",
            Kind::Program => "deb",
        };
        let mut stanza = format!(
            "Types: {types}\nURIs: {}\nSuites: {}\nComponents: {}\n",
            archive.uri,
            suites.join(" "),
            self.components()
        );
        if let Some(key) = &archive.signed_by {
            stanza.push_str(&format!("Signed-By: {key}\n"));
        }
        if let Some(check) = &archive.check_valid_until {
            stanza.push_str(&format!("Check-Valid-Until: {check}\n"));
        }
        stanza
    }
}

/// The distribution's archives among the sources of this machine.
pub fn of_this_machine(release: &Release) -> Vec<Entry> {
    let mut files = vec![Path::new("/etc/apt/sources.list").to_owned()];
    if let Ok(parts) = std::fs::read_dir("/etc/apt/sources.list.d") {
        let mut parts: Vec<_> = parts.flatten().map(|part| part.path()).collect();
        parts.sort();
        files.extend(parts);
    }
    let mut entries = Vec::new();
    for file in files {
        let Ok(text) = std::fs::read_to_string(&file) else {
            continue;
        };
        match file.extension().and_then(|extension| extension.to_str()) {
            Some("list") => entries.extend(parse_lines(&text)),
            Some("sources") => entries.extend(parse_stanzas(&text)),
            _ => {}
        }
    }
    release.archives(entries)
}

/// `deb [signed-by=/path arch=amd64] http://mirror/debian bookworm main contrib`
fn parse_lines(text: &str) -> Vec<Entry> {
    text.lines()
        .filter_map(|line| parse_line(line.split('#').next()?.trim()))
        .collect()
}

fn parse_line(line: &str) -> Option<Entry> {
    let rest = line
        .strip_prefix("deb-src")
        .or_else(|| line.strip_prefix("deb"))?;
    if !rest.starts_with([' ', '\t', '[']) {
        return None;
    }
    let rest = rest.trim_start();
    let (options, rest) = match rest.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => ("", rest),
    };
    let option = |wanted: &str| {
        options
            .split_whitespace()
            .filter_map(|option| option.split_once('='))
            .find(|(key, _)| key.eq_ignore_ascii_case(wanted))
            .map(|(_, value)| value.to_owned())
    };
    let mut words = rest.split_whitespace();
    let uri = words.next().filter(|uri| !uri.starts_with("cdrom:"))?;
    Some(Entry {
        uri: uri.to_owned(),
        suites: vec![words.next()?.to_owned()],
        components: words.map(str::to_owned).collect(),
        signed_by: option("signed-by"),
        check_valid_until: option("check-valid-until"),
    })
}

fn parse_stanzas(text: &str) -> Vec<Entry> {
    // Comments may stand anywhere, even inside a stanza: they are no empty lines.
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    lines
        .split(|line| line.trim().is_empty())
        .flat_map(parse_stanza)
        .collect()
}

fn parse_stanza(lines: &[&str]) -> Vec<Entry> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in lines {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut() {
                value.push('\n');
                value.push_str(line);
            }
        } else if let Some((key, value)) = line.split_once(':') {
            fields.push((key.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    let field = |wanted: &str| {
        fields
            .iter()
            .find(|(key, _)| key == wanted)
            .map(|(_, value)| value.as_str())
    };
    let words = |wanted: &str| -> Vec<String> {
        field(wanted)
            .unwrap_or_default()
            .split_whitespace()
            .map(str::to_owned)
            .collect()
    };
    let is_no = |value: &str| ["no", "false", "without", "off", "disable"].contains(&value);
    if field("enabled").is_some_and(is_no) || words("types").is_empty() {
        return Vec::new();
    }
    let of_uri = |uri: String| Entry {
        uri,
        suites: words("suites"),
        components: words("components"),
        signed_by: field("signed-by").map(str::to_owned),
        check_valid_until: field("check-valid-until").map(str::to_owned),
    };
    words("uris")
        .into_iter()
        .filter(|uri| !uri.starts_with("cdrom:"))
        .map(of_uri)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn debian() -> Release {
        Release::parse("ID=debian\nVERSION_CODENAME=bookworm\nNAME=\"Debian GNU/Linux\"\n")
    }

    const STANZAS: &str = "\
Types: deb
# http://snapshot.example/20250520
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main

Enabled: no
Types: deb
URIs: http://other.example/debian
Suites: bookworm
Components: main
";

    #[test]
    fn stanzas_give_the_archive_and_its_key() {
        let archives = debian().archives(parse_stanzas(STANZAS));
        assert_eq!(archives.len(), 1);
        assert_eq!(archives[0].suites, ["bookworm", "bookworm-updates"]);
        let file = debian().packages(
            Kind::Source,
            &archives[0],
            &["sid".to_owned(), "testing".to_owned()],
        );
        assert_eq!(
            file,
            "Types: deb-src\nURIs: http://mirror.example/debian\nSuites: sid testing\nComponents: main\n\
             Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg\n"
        );
    }

    #[test]
    fn a_key_written_in_the_stanza_is_kept_as_it_is() {
        let text = "Types: deb\nURIs: http://mirror.example/debian\nSuites: sid\nComponents: main\nSigned-By:\n \
                    -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQINBF\n";
        let archives = debian().archives(parse_stanzas(text));
        let file = debian().packages(Kind::Source, &archives[0], &["sid".to_owned()]);
        assert!(
            file.ends_with("Signed-By: \n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQINBF\n"),
            "{file}"
        );
    }

    #[test]
    fn lines_give_the_archive_without_its_trust() {
        let text = "\
# deb http://commented.example/debian bookworm main
deb cdrom:[Debian 12]/ bookworm main
deb [arch=amd64 trusted=yes signed-by=/keys/debian-archive-keyring.gpg] https://mirror.example/debian bookworm main # ours
deb-src https://mirror.example/debian bookworm main
deb [signed-by=/keys/docker.gpg] https://docker.example/linux/debian bookworm stable
debug nonsense
";
        let archives = debian().archives(parse_lines(text));
        assert_eq!(archives.len(), 1);
        assert_eq!(archives[0].uri, "https://mirror.example/debian");
        let file = debian().packages(Kind::Source, &archives[0], &["sid".to_owned()]);
        assert!(
            file.contains("Signed-By: /keys/debian-archive-keyring.gpg\n"),
            "{file}"
        );
        assert!(!file.to_lowercase().contains("trusted"), "{file}");
    }

    #[test]
    fn the_distribution_s_own_key_comes_first() {
        let text = "\
deb [signed-by=/keys/corporate.gpg] http://corporate.example/debian bookworm main
deb http://unnamed.example/debian bookworm main
deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://debian.example/debian bookworm main
";
        let uris: Vec<_> = debian()
            .archives(parse_lines(text))
            .into_iter()
            .map(|entry| entry.uri)
            .collect();
        assert_eq!(
            uris,
            [
                "http://debian.example/debian",
                "http://unnamed.example/debian",
                "http://corporate.example/debian"
            ]
        );
    }

    #[test]
    fn derivatives_use_what_they_are_made_of() {
        let mint = Release::parse("ID=linuxmint\nVERSION_CODENAME=wilma\nUBUNTU_CODENAME=noble\n");
        let archives = mint.archives(parse_lines(
            "deb http://mirror.example/ubuntu noble main universe\n",
        ));
        assert_eq!(archives.len(), 1);
        assert_eq!(mint.components(), "main universe");
        assert_eq!(mint.rounds()[0], ["devel"]);
    }
}
