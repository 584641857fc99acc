//! The example of the design, whole.
#![deny(warnings)]

use freehold::prelude::*;

#[pymodule(gil_not_used)]
mod tally {
    use super::*;

    /// A counter that any number of threads may hit.
    #[pyclass]
    #[derive(Default)]
    pub struct Counter {
        hits: u64,
    }

    #[pymethods]
    impl Counter {
        #[new]
        fn new() -> Self {
            Self::default()
        }

        #[critical_section(self)]
        fn hit(&mut self) -> u64 {
            self.hits += 1;
            self.hits
        }

        #[critical_section(self, other)]
        fn absorb(&mut self, other: &mut Counter) {
            self.hits += std::mem::take(&mut other.hits);
        }
    }

    /// CRC-32 of `data`; other threads run meanwhile.
    #[pyfunction]
    #[allow_threads]
    fn crc32(data: &[u8]) -> u32 {
        !data.iter().fold(!0, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                crc >> 1 ^ (0xEDB8_8320 & (crc & 1).wrapping_neg())
            })
        })
    }
}
