//! `conversions`: arguments, results, handles and errors, for the tests beside this folder.

// What a function returns is what its test compares.
#![allow(clippy::type_complexity)]

mod containers;
mod errors;
mod handles;
mod objects;
mod scalars;

use freehold::prelude::*;

/// Conversions both ways, handles and errors.
#[pymodule(gil_not_used)]
mod conversions {
    #[pymodule_export]
    use crate::scalars::{
        echo_bool, echo_char, echo_f32, echo_f64, echo_i8, echo_i16, echo_i32, echo_i64, echo_i128,
        echo_isize, echo_u8, echo_u16, echo_u32, echo_u64, echo_u128, echo_usize,
    };
    #[pymodule_export]
    use crate::scalars::{
        echo_boxed_str, echo_bytes, echo_cow_bytes, echo_cow_str, echo_str, echo_string, echo_unit,
        echo_vec_u8, len_of_str, sum_of_bytes,
    };

    #[pymodule_export]
    use crate::containers::{
        borrowed_results, boxed_slice, call_with_each_length, list_of_lies, made_by_calls,
        tuple_of_lies,
    };
    #[pymodule_export]
    use crate::containers::{
        echo_array, echo_array_u8, echo_borrowing_pair, echo_btree_map, echo_btree_set, echo_dict,
        echo_matrix, echo_nested, echo_option, echo_option_pair, echo_option_vec, echo_options,
        echo_pair, echo_pairs, echo_set, echo_single, echo_strings, echo_twelve, echo_vec,
        echo_vec_f64,
    };

    #[pymodule_export]
    use crate::handles::{
        borrowed_list, cast_exactly, cast_result, echo_any, echo_bound_dict, echo_bound_list,
        echo_bytes_handle, echo_iterator, echo_module, echo_option_list, echo_py, echo_py_list,
        echo_string_handle, echo_tuple_handle, echo_type, is_same, many_handles, show, text_of,
    };

    #[pymodule_export]
    use crate::objects::{
        any_attributes, any_calls, any_compare, any_items, any_questions, call_with_tuple,
        dict_entries, dict_methods, import_attribute, intern_twice, iterate, list_items,
        list_methods, module_facts, set_methods, string_forms, tuple_methods, type_facts,
    };

    #[pymodule_export]
    use crate::errors::{
        Keeper, caught, caught_cause, exception_names, exception_that_panics, extract_error,
        from_utf8, io_error, io_error_of_kind, io_error_round_trip, lazy_text,
        one_exception_for_all, parse_float, parse_int, raise_bad_arguments, raise_from,
        raise_named, raise_nothing, raise_tuple, raise_value, rejects_odd, same_exception, to_u8,
        unraisable,
    };
}
