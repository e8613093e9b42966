"""What stands in files from elsewhere: packing, format, XML and JSON, before any RDF is read."""
