//! A small fixed generator: the same simulated progress on every machine and in every version.

/// Knuth's 64-bit linear congruential generator.
pub struct Lcg(u64);
impl Lcg {
    /// Seeded by words, so that each task and member has its own sequence.
    pub fn seeded(words: &[&str]) -> Self {
        // FNV-1a, with a mark between the words.
        let mut seed = 0xcbf2_9ce4_8422_2325_u64;
        for byte in words.iter().flat_map(|w| w.bytes().chain([0])) {
            seed = (seed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Self(seed)
    }
    /// A number from 0 to `below` - 1; 0 when `below` is 0.
    pub fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let high = usize::try_from(self.0 >> 33).unwrap_or(0);
        if below == 0 { 0 } else { high % below }
    }
    /// True in `percent` of 100 cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
    /// One of them.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::Lcg;
    #[test]
    fn the_sequence_is_fixed() {
        let mut rng = Lcg::seeded(&["a", "b"]);
        let first: Vec<usize> = (0..5).map(|_| rng.below(1000)).collect();
        let mut again = Lcg::seeded(&["a", "b"]);
        assert_eq!(first, (0..5).map(|_| again.below(1000)).collect::<Vec<_>>());
        assert_ne!(first, {
            let mut r = Lcg::seeded(&["ab"]);
            (0..5).map(|_| r.below(1000)).collect::<Vec<_>>()
        });
    }
}
