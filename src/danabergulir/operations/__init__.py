"""One function per use case, one transaction each: primitives in, a value out, nothing printed."""
