"""Multilingual E5-small on onnxruntime: weights from an installed package, tokens and graph of our own."""
