"""BLAKE2b by the operating system's own libsodium."""

from wheelyard_example._sodium import digest, library_version

__all__ = ["digest", "library_version"]
