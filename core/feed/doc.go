// Package feed turns delivered pages into ledger changes so that no line is lost and none is doubled. It is pure: pages and a
// view of the ledger go in, changes come out; clock and file belong to others.
//
// # What the bank gives
//
// A list of lines, newest first by the provider's own order, in pages behind a cursor that is the id of a line. The order is
// not by date: a line booked late stands among older ones. An id is the identity of a line, except that ids can be
// re-issued: for one account after it was taken out and put back, or by a bank that renumbers a day. Two genuine payments can agree
// in everything but their id. A cursor whose line is gone answers an empty page, which looks like the end and is not.
//
// # How a line is recognised
//
// The list is the only authority: nothing is inserted that does not stand in it, and what a synchronization reports as updated
// only tells how far down to look (Expect). Walking down:
//
//   - An id that the ledger has is that line. If what the bank says of it differs, it is revised.
//   - An unknown id with no stored line of the same booking day and amount is new.
//   - An unknown id with such a stored line might be that line under a new id, or a second payment like it. The difference
//     shows only when the list reaches the stored line's old id: then it is a second payment. So the line waits, until all its
//     candidates have been seen, or the list has ended, or proofLines lines in a row lay slack days below it. Only then are the waiting lines
//     and the stored lines that nobody saw paired, one to one: first those that agree in every text, then those that agree in
//     end-to-end id or counterpart, then, where as many wait as are left, in their order. What is left is new.
//   - A known id that suddenly stands for another payment (another amount, a counterpart that contradicts, or exactly the text of
//     another stored line) waits in the same way: if the ledger's line turns up under another id, the bank has renumbered and
//     the numbers follow the payments; if it does not, the bank has corrected its line. The id of a line that had already gone
//     is used again: the payment is new.
//
// Pairing counts and never compares for existence, so two identical payments stay two; a line whose id was seen in this
// reading is never a candidate, so two ids of one delivery are never merged. Were a pair wrong nevertheless, because a twin stood
// far below its place, its id would come as an unknown one and be inserted: the ledger's lines would still be the bank's.
//
// # When reading stops
//
// A light reading stops behind two pages in a row that held only known, unchanged lines, when nothing waits and nothing is
// expected. Then the balance is asked: bank balance minus sum of lines must be the offset of the last time there was nothing left to
// look for. If it is not, the reading goes on to Deep, and at most weekly to Full, once for each unexplained offset: a balance that
// runs ahead of the list must not make every reading a deep one.
//
// # When reading is interrupted
//
// Every step carries the state that must be stored with its changes. A reading that was cut off continues behind its last stored
// page; what was seen above is then not in memory, so nothing can be paired and nothing declared missing. As soon as that would
// be needed, and always when lines were waiting, the reading starts again at the top. Lines that it had already inserted then
// prove nothing about where the known lines begin: they carry the number of this reading (LineNo) and do not count. A reading
// that could go on to its end is followed at once by a light one from the top, for what came there meanwhile.
//
// # When a line is missing
//
// Only a reading that went down from the top to the end, or far enough below, says that a stored line is no longer listed, and
// only within the days it covered. An empty list says nothing. The line keeps its history and its note, and comes back with Relist.
package feed
