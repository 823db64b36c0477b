"""The whole program: real terminals, real sockets, real files."""
