// Package exchange reads what other programs hand over and writes what they take: tables and electronic invoices of open
// items, charts of accounts, tables that a spreadsheet can open without harm.
//
// It is pure: bytes and a name come in, values go out. Nothing is guessed: a cell that can be read in two ways is a bad
// row with its line, its column and the reason, and one bad row never hides another.
//
// Tables come with commas, semicolons, tabs or bars between their cells, in UTF-8, UTF-16 or Windows-1252. Invoices are UBL
// 2.1 (so also Peppol BIS Billing 3) or UN/CEFACT CII (so also the XML of Factur-X). What a file is, its content tells.
package exchange
