//! TCP connections for JavaScript: conversion only. A connection lives in the module's memory and has a number, its handle;
//! packets and data cross through areas of fixed size, all else as numbers ([`layout`]).

pub(super) mod connections;
pub(super) mod figures;
pub(super) mod layout;
pub(super) mod settings;
