//! Enums are classes too.
#![deny(warnings)]

use freehold::prelude::*;

#[pyclass(frozen)]
#[derive(Clone, Copy, PartialEq)]
pub enum Colour {
    Red,
    Green = 7,
    /// Documented.
    Blue,
}

#[pyclass]
pub enum Shape {
    Circle(f64),
    Rectangle { width: f64, height: f64 },
    Empty,
}

#[pymethods]
impl Colour {
    #[staticmethod]
    fn red() -> Self {
        Colour::Red
    }

    fn is_warm(&self) -> bool {
        *self == Self::Red
    }

    fn __eq__(&self, other: &Self) -> bool {
        self == other
    }

    fn __hash__(&self) -> u64 {
        *self as u64
    }
}

#[pymethods]
impl Shape {
    #[new]
    fn new(radius: f64) -> Self {
        Shape::Circle(radius)
    }

    #[critical_section(self)]
    fn area(&self) -> f64 {
        match self {
            Shape::Circle(radius) => radius * radius * 3.0,
            Shape::Rectangle { width, height } => width * height,
            Shape::Empty => 0.0,
        }
    }

    #[critical_section(self)]
    fn clear(&mut self) {
        *self = Shape::Empty;
    }

    #[critical_section(self)]
    fn square(&mut self, width: f64) {
        *self = Self::Rectangle {
            width,
            height: width,
        };
    }
}

#[pyfunction]
pub fn colours() -> Vec<Colour> {
    vec![Colour::Red, Colour::Green, Colour::Blue]
}

#[pymodule]
mod all_enums {
    #[pymodule_export]
    use super::{Colour, Shape, colours};
}
