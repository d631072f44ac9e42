"""What people do with what was handed in: say what it is, move, send, delete, put back, take apart."""
