// Package app holds the use cases: the only door through which the screens and the commands reach the bank, the file and
// the background core.
package app
