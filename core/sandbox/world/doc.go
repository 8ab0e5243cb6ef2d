// Package world is the bank world behind the simulator and what Ponto knows of it: institutions, organizations, bank
// accounts, lines, consents, synchronizations and a virtual clock. Everything follows from a seed and a start instant;
// lines are computed by index when they are served, so that a million of them cost no memory.
//
// Two lists exist of every account. The bank's grows by Post, Change, Book and Remove; Ponto's copy, which clients read,
// follows only when a synchronization runs: Ponto's own at 02, 08, 14 and 20 h in Brussels, or one that a user started.
// Time alone makes no bank line, so the truth about an account is exact at every instant.
//
// Where the real service's behaviour is not known, this world decides:
//   - a line keeps its id and its place when the bank changes it, unless its day changes;
//   - a late line stands on top of its own day, below all newer days;
//   - a line's internal reference is as short-lived as its id, the account's survives even a removal;
//   - in maintenance of either kind an account is readonly and its synchronizations fail; in Ponto's own (internal) its
//     lines cannot be read either;
//   - the updated transactions of an account's first run are its whole list, later those that were created or changed;
//   - the five minutes between synchronizations count only those that users started.
package world
