"""What is pre-trained on: one file a source, each declaring a `CorpusSource`."""
