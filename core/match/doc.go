// Package match explains bank lines by open items. It is pure: lines, items, own accounts and the user's limits go in,
// proposals come out; the same input gives the same output, in whatever order it is given.
//
// [New] indexes the open items of a dossier, [Engine.Explain] lists what can explain one line, [Engine.Propose] weighs many lines
// against each other. A [core.Proposal] carries the options, best first, each with its evidence and a sentence; Auto says
// that the first is safe to accept without asking. [Replay] shows that a kept match would still be proposed, and why not.
//
// # What is safe
//
// A wrong match costs more than a question, so an option is safe only when its evidence has one of these grades, the amount fits
// as the table says, nothing in the line speaks against it, and nothing else fits as well.
//
//	grade      what names the items                            how the amount must fit
//	reference  a valid structured reference names every item   exact, discount, rounding, fee, stated rate
//	number     reference or full invoice number names all      the same; to the cent where the payer is not recognised
//	cover      some are named, all are one party's             exact, the only such set, unlikely by chance; payer recognised
//	payer      the account is the party's                      exact, the only such set, unlikely by chance
//	name       the name is the party's to the letter and no    exact, the only such set, unlikely by chance
//	           account contradicts it
//	partial    one item is named, payer known by account or    less than is open, and no set of the party's items fits
//	           whole name
//
// "Exact" is to the cent, also less a discount that item or settings allow on that day, or less a fee that the bank states. Rounding,
// fees that nobody states, and rates apply within [Settings] only.
//
// A discount of the amount without VAT, instalments that nothing names, and transfers that no account number proves are offered and
// never safe. Several lines that each name an item, and settle it together to the cent, are; a short number is then enough
// from the party's own account.
//
// Against an option speak: another item that is named and not in it; a reference, by its check digits or its form, that no open item
// has; a reference whose check digits fail; a number that is called an invoice, of however few digits, or is of the item's series, and
// is none of its items'; a letter or a figure behind its number; a row of numbers that it is not; a number that is disputed or was paid
// before; a payer who is known to be somebody else, or whose own items fit; somebody else's name in the text; for a supplier's number, or
// a refund, another beneficiary; an item dated after the payment, or on another day or in another month, quarter or year than the text
// tells; more paid than is open; a bank that calls the line a return; a text that speaks of a loan, a deposit, wages, an order, a quote, an
// invoice to come, costs beside an invoice, or a part where a whole fits. A failing check digit never names anything; the nearest open
// reference is shown as a suggestion.
//
// Such words are the payer's: where a bank glues name, account, text and day into one field, or leaves his own empty, his part of
// what there is. Numbers and references count wherever they stand.
//
// An account proves a party only if it is no other's: one that comes with two VAT numbers is a factor's or a couple's.
//
// # The only one
//
// All of a party's items, on both sides, are searched for sets that add up to the amount, by a table of reachable
// sums or by meeting in the middle; both are exact. If the search had to give up (see maxBits, maxHalf, maxEffort,
// maxChoices and maxSets) nothing that rests on uniqueness is safe. A set that contains a smaller one that explains the line already is no
// explanation of its own. Where a party has many items, or amounts of one grain, some set fits nearly any amount: chanceOf estimates
// how likely that is.
//
// # Many lines
//
// Claims are accepted grade by grade, all those of a grade at once, and only if no other line of that or a stronger grade wants the
// same money of the same item. So strong evidence is never robbed by weak, and two equal payments of one invoice are a
// question. After each round the lines that depended on what was settled are explained anew.
package match
