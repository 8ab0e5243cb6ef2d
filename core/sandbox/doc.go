// Package sandbox is a faithful Ponto on loopback: both doors of the API, the pages on which a person signs up and gives
// consent, a seeded world of banks, a virtual clock and faults by name.
package sandbox
