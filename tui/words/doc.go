// Package words is the catalogue of what the screens say in common, and the one place where amounts, days and numbers are
// written for people. Scripts get other forms, from core.
package words
