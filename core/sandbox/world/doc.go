// Package world is the bank world behind the simulator and what Ponto knows of it: institutions, organizations, bank
// accounts, lines, consents, synchronizations and a virtual clock. Everything follows from a seed and a start instant;
// lines are computed by index when they are served, so that a million of them cost no memory.
//
// Two lists exist of every account. The bank's grows by Post, Change, Book and Remove; Ponto's copy, which clients read,
// follows only when a synchronization runs: Ponto's own at 02, 08, 14 and 20 h in Brussels, or one that a user started.
// Time alone makes no bank line, so the truth about an account is exact at every instant.
package world
