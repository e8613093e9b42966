"""The serving benchmark: this server beside its peers."""
