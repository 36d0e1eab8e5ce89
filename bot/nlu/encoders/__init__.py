"""Optional sentence encoders: texts that mean the same get vectors that point the same way (docs/encoder.md)."""
