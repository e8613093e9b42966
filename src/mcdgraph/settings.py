"""The typed configuration: defaults, then ``mcdgraph.toml``, then the environment, then flags."""
