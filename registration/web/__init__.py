"""What requests need beside views: the door, one posted form, what was typed, QR codes."""
