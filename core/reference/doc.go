// Package reference reads the structured payment references and account numbers that stand in bank lines, and proves their
// check digits: Belgian OGM/VCS, ISO 11649 (RF), the Dutch betalingskenmerk, the Swiss QR reference, Finnish viite, Norwegian
// KID, Swedish OCR, Danish FIK, and IBAN and BIC.
//
// [Find] takes all text fields of a line and lists every reference in any spelling: with plus signs or stars, slashes, dots,
// spaces, bare, split by line breaks or <br>. A reference whose check digits fail is listed as such and is never a match;
// [Nearest] names the open references that it may have been meant to be, one digit off or two neighbours swapped, as a
// suggestion for a person.
//
// A bare run of digits proves little: one in ten is a valid viite by chance, one in ninety-seven an OGM. Found.Marked tells
// whether the text is written as a reference (plus signs, the usual grouping, the letters RF, a label in front); the meaning
// of an unmarked one shows only when an open item carries exactly that value.
package reference
