// Package layout divides the window into boxes and makes texts fit them, measured in cells and never in bytes.
package layout
