//! Recurring tasks (*thường xuyên, hằng tháng…*): their rhythm, the periods it makes, and the check-in
//! that each unit owes for each period. What is done, open or missing is derived for any day.
pub mod period;

pub use period::{Period, Rhythm};
