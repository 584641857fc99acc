//! Numbers, text and bytes: each function gives back what it takes.

use std::borrow::Cow;

use freehold::prelude::*;

#[pyfunction]
pub fn echo_i8(value: i8) -> i8 {
    value
}

#[pyfunction]
pub fn echo_i16(value: i16) -> i16 {
    value
}

#[pyfunction]
pub fn echo_i32(value: i32) -> i32 {
    value
}

#[pyfunction]
pub fn echo_i64(value: i64) -> i64 {
    value
}

#[pyfunction]
pub fn echo_i128(value: i128) -> i128 {
    value
}

#[pyfunction]
pub fn echo_isize(value: isize) -> isize {
    value
}

#[pyfunction]
pub fn echo_u8(value: u8) -> u8 {
    value
}

#[pyfunction]
pub fn echo_u16(value: u16) -> u16 {
    value
}

#[pyfunction]
pub fn echo_u32(value: u32) -> u32 {
    value
}

#[pyfunction]
pub fn echo_u64(value: u64) -> u64 {
    value
}

#[pyfunction]
pub fn echo_u128(value: u128) -> u128 {
    value
}

#[pyfunction]
pub fn echo_usize(value: usize) -> usize {
    value
}

#[pyfunction]
pub fn echo_f32(value: f32) -> f32 {
    value
}

#[pyfunction]
pub fn echo_f64(value: f64) -> f64 {
    value
}

#[pyfunction]
pub fn echo_bool(value: bool) -> bool {
    value
}

#[pyfunction]
pub fn echo_char(value: char) -> char {
    value
}

#[pyfunction]
pub fn echo_str(value: &str) -> String {
    value.to_owned()
}

#[pyfunction]
pub fn echo_string(value: String) -> String {
    value
}

#[pyfunction]
pub fn echo_cow_str(value: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(value.into_owned())
}

#[pyfunction]
pub fn echo_boxed_str(value: Box<str>) -> Box<str> {
    value
}

#[pyfunction]
pub fn len_of_str(value: &str) -> usize {
    value.len()
}

#[pyfunction]
pub fn echo_bytes(value: &[u8]) -> Vec<u8> {
    value.to_vec()
}

#[pyfunction]
pub fn echo_vec_u8(value: Vec<u8>) -> Vec<u8> {
    value
}

#[pyfunction]
pub fn echo_cow_bytes(value: Cow<'_, [u8]>) -> Cow<'static, [u8]> {
    Cow::Owned(value.into_owned())
}

#[pyfunction]
pub fn sum_of_bytes(value: Vec<u8>) -> u64 {
    value.into_iter().map(u64::from).sum()
}

#[pyfunction]
pub fn echo_unit() {}
