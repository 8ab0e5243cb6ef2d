// Package scenario plays what banks do to those who read them, and holds nothing but tests: the simulator on one side, on the
// other the real client over HTTP, the background core and the real file. A person's threads (T1, T2, ...) are those collected
// from the users of other bank feeds.
//
// At the end of every play, and often in between, the file is judged against what the simulator knows and tells no client:
// which payment a line truly is. Every line stands once, on its day, with its amount and texts; number, sum and balance are
// equal; announced lines stand apart; a note stays with its payment, whatever ids it had; every line says what the bytes say that
// brought it; and no bank was asked that no person asked.
//
// # The scenarios
//
//	renumbered-day                        T1       ids of a day's lines move on by one            nothing new, notes stay with their payments
//	renumbered-day-and-a-new-line         T1       the same, with one more line that day          one new, notes stay
//	new-ids-and-prefixed-names            T2       all ids new, a date before every name          nothing new, notes stay
//	new-ids-for-all                       T2,T13   all ids new, three times                       nothing new, notes stay
//	new-ids-and-new-lines                 T2,T9    all ids new and three lines, two alike         three new
//	id-used-again                         T4       another payment gets the id of one that went   the list is the bank's
//	weekly-debits                         T5       equal debits every week, then new ids          one new a week, each its own note
//	daily-interest                        T6       equal interest every day                       one new a day
//	two-alike-at-once                     T9,T11   two equal payments in one delivery             two lines
//	second-of-two-alike-late              T9,T12   the second comes three days later              one new, the note stays with the first
//	one-of-three-alike-goes               T8,T12   the bank drops one of three                    two left, one marked
//	alike-under-new-ids                   T12      two alike, new ids, and a third                one new
//	many-equal-amounts                    T11,T12  thirty of one amount, new ids, seven more      exactly seven new
//	bank-drops-a-line                     T8       a booked line vanishes                         marked, kept with its note
//	dropped-line-comes-back               T8,T10   it comes back with one more like it            both there, no mark left
//	nothing-new-twenty-times              T13      twenty fetches of the same                     not one change
//	state-erased                          T24      how far was read is forgotten                  nothing new
//	text-amount-and-day-changed           issue    booked lines change in each                    one revision each, notes stay
//	changed-deep-down                     issue    a name is found later, far below               revised
//	announced-then-booked                 T3,T14   announced, then booked under another id        one line, never two
//	booked-with-another-amount-and-day    T15,T19  booked with a tip two days on                  one line, nothing announced
//	booked-on-another-day                 T19      clearing changes the day                       one line, the note has moved over
//	announced-vanishes                    T14      a reservation is dropped                       nothing is left
//	announced-in-no-sum                   T17,T18  large announced amounts                        no sum knows them
//	every-bank-that-announces             T16      four banks announce                            all four are shown
//	note-on-announced-survives            T14      a note on an announced line                    stands on the booked one, not on its neighbour
//	one-of-two-alike-announced-is-booked  T12,T14  two alike, booked one after the other          one new each time
//	announced-under-new-ids               T3,T15   announced lines get new ids                    nothing new, the note stays
//	booked-before-its-announcement-goes   T14      both listed for a while                        one booked line
//	late-after-three-fetches              T20,T21  dated 60 days back, after three fetches        imported once, called late
//	late-in-a-list-by-arrival             T23      the list is in order of arrival                every late line arrives
//	late-below-the-deep-reading           T22      dated 200 days back                            imported
//	late-twin-of-an-old-line              T12,T20  late and equal to an old line                  one more
//	late-pair-that-cancels-out            T21,T37  two late lines that sum to nothing             both arrive with the daily deep reading
//	day-moved-far-back                    T19,T20  a booked line moves 70 days back               the same line, moved
//	cursor-disappears                     T23      the line that is the cursor vanishes           the list is read whole
//	list-grows-while-read                 T23      lines come in between two pages                none is lost or doubled
//	list-shrinks-while-read               T23      lines vanish between two pages                 the list is the bank's
//	new-ids-while-read                    T2       ids change between two pages                   the list is the bank's
//	pages-repeated                        T13      the first page comes again                     the list is the bank's
//	pages-overlap                         T13      pages begin with lines of the one before       the list is the bank's
//	pages-overlap-for-ever                T13      the same, always                               the list is the bank's
//	pages-upside-down                     T23      pages are turned over                          the list is the bank's
//	pages-upside-down-for-ever            T23      the same, always                               the list is the bank's
//	short-pages                           T40      seven lines a page, then one                   the list is the bank's
//	consent-ends                          T25,T27  the consent ends, lines are missed, renewal    told, then exactly the missed lines
//	ended-from-the-start                  T29      an account whose consent is over               what there is, then the rest
//	warned-before-the-end                 T26,T34  130 days pass unattended                       each step of the ladder once
//	renewed-early                         T28      renewed with 120 days left                     nothing new
//	renewal-abandoned                     T28      begun, left half way, restarted                nothing has changed
//	renewed-at-the-desk                   T29      renewed through the pages                      the missed line only
//	renewed-with-new-ids                  T31      late renewal, ids new, a year delivered again  exactly the missed lines
//	vanishes-and-comes-back               T30,T33  taken out, put back under a new id             nothing new, one account
//	comes-back-with-more                  T32      the same, with lines booked meanwhile          exactly those
//	two-currencies-come-back              T32      one number, two currencies, both re-linked     each goes on its own ledger
//	bank-is-replaced                      T32      a deprecated bank and its replacement          the ledger goes on
//	revoked-before-its-day                T25      the bank ends the consent early                told with a next step
//	adding-a-bank-leaves-others-alone     T30      a second bank is ticked                        the first is untouched
//	told-to-wait                          T35,T36  429 with two hours to wait                     true outcome, next try, no hot loop, others go on
//	fails-half-way                        T36      errors from the fourth page on                 true outcome, resumed after a restart
//	never-answers                         T36      connections are taken and nothing comes        given up each time, resumed, others go on
//	stalls-half-way                       T36      a body stops after its first half              the same
//	wrong-types                           issue    every attribute as other types of JSON         an outcome each time, then the bank's list
//	evil-texts                            issue    control and bidi characters in every text      kept as sent, and the check of the file holds
//	no-answer-tells-no-time               T35      connections break off after three hours        the clock stands, the next try lies ahead
//	killed-at-every-request               T24,T36  killed before request 1, 2, 3, ...             the file is clean each time, the list in the end
//	bank-in-maintenance                   T44      three hours of maintenance                     told, then read
//	bank-is-down                          T36      synchronizations fail for a day                never called well, then read
//	a-month-on-schedule                   T44      thirty days of next tries                      everything, and no bank is asked
//	asked-by-the-person-present           T44      a synchronization, and at once another         the lines, then a refusal with a time
//	asks-a-bank-that-refuses              T25,T36  a synchronization that ends in an error        told, asked once
//	started-later                         T37,T38  read from 60 days ago on                       nothing older ever comes
//	started-earlier-after-all             T37      then from the beginning                        history, not late lines
//	balance-runs-ahead                    T59      the balance comes before the line              no line made up, no long readings, then proven
//	balance-finds-what-is-missing         T59      only the balance tells of a line               found and proven
//	attributes-are-null                   T59      no balance, no texts for a while               the list is the bank's once they are there
//	unknown-attributes                    T37      attributes that nobody knows                   the list is the bank's
//	around-both-clock-changes             T39      local midnights of March and October           every line on its own day
//	last-minute-of-the-day                T39      moments around midnight                        every line on its own day
//	one-number-many-currencies            T32,T37  one number in EUR, USD, JPY, TND               four ledgers, exact sums
//	first-line-of-an-empty-account        T37      no lines, then one                             proven
//	card-in-debt                          T37      a card's debt, a bank without dates            exact sums
//
// # Any history
//
// TestAnyHistory draws histories: what the bank does, how its pages come, when the program is killed. After each the file must be
// the bank's list again. A history that fails is printed as the sentences of its acts.
//
// # Every fault in every operation
//
// TestEveryFaultInEveryOperation lets each fault of the simulator strike a first fetch, a fetch, a synchronization, a connection,
// the institution search, a token refresh and a re-authorization: the outcome is true, a next step is told, requests and memory
// are bounded, and afterwards everything is there. TestLostToken is about the answer that never arrives.
//
// # Not played
//
// T7 is about lines that a person typed: there are none. T54 to T58 and T41 to T53 are about screens, matching and other formats.
// T40 is about speed and has benchmarks of its own; its short pages are here.
package scenario
