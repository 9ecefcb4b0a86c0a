//! Own accesses are made, accesses end, and the own organisation joins one for clients.

mod service;
