"""Other libraries' graphs to and from columns, each library met in one module."""
