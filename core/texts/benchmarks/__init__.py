"""Texts that come with Isoscope: one file a source, each declaring `TextSource`s."""
