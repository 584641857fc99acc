//! Freehold and its peers.

use anyhow::{Result, bail};
use std::path::PathBuf;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Peer {
    Freehold,
    C,
    PyO3,
    Nanobind,
    Pybind11,
    Cython,
}

impl Peer {
    pub const ALL: [Self; 6] = [
        Self::Freehold,
        Self::C,
        Self::PyO3,
        Self::Nanobind,
        Self::Pybind11,
        Self::Cython,
    ];

    /// In file names, in the names of modules, and for the harness.
    pub fn name(self) -> &'static str {
        match self {
            Self::Freehold => "freehold",
            Self::C => "c",
            Self::PyO3 => "pyo3",
            Self::Nanobind => "nanobind",
            Self::Pybind11 => "pybind11",
            Self::Cython => "cython",
        }
    }

    /// As its authors write it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Freehold => "Freehold",
            Self::C => "C",
            Self::PyO3 => "PyO3",
            Self::Nanobind => "nanobind",
            Self::Pybind11 => "pybind11",
            Self::Cython => "Cython",
        }
    }

    pub fn named(name: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|peer| peer.name() == name);
        match found {
            Some(peer) => Ok(peer),
            None => bail!(
                "there is no peer `{name}`; there are {}",
                Self::ALL.map(Self::name).join(", ")
            ),
        }
    }

    /// The Python module.
    pub fn module(self) -> String {
        format!("{}_peer", self.name())
    }

    /// Where its sources are, in the workspace.
    pub fn folder(self) -> PathBuf {
        crate::workspace::root()
            .join("benches/peers")
            .join(self.name())
    }
}

/// Whose figures those of `entrant` are: `pyo3/mutex` is PyO3.
pub fn peer_of(entrant: &str) -> Option<Peer> {
    let name = entrant.split('/').next().unwrap_or_default();
    Peer::named(name).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_peer_is_found_by_its_name() {
        for peer in Peer::ALL {
            assert_eq!(Peer::named(peer.name()).unwrap(), peer);
            assert_eq!(peer_of(&format!("{}/mutex", peer.name())), Some(peer));
            assert!(peer.folder().is_dir(), "{}", peer.folder().display());
        }
        assert_eq!(peer_of("java"), None);
    }
}
