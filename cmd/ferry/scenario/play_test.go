package scenario

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// scenario is one play: its name stands in the table of the package documentation, with its threads.
type scenario struct {
	name string
	play func(*stage)
}

var scenarios = []scenario{
	{"renumbered-day", renumberedDay},
	{"renumbered-day-and-a-new-line", renumberedDayAndANewLine},
	{"new-ids-and-prefixed-names", newIDsAndPrefixedNames},
	{"new-ids-for-all", newIDsForAll},
	{"new-ids-and-new-lines", newIDsAndNewLines},
	{"id-used-again", idUsedAgain},
	{"weekly-debits", weeklyDebits},
	{"daily-interest", dailyInterest},
	{"two-alike-at-once", twoAlikeAtOnce},
	{"second-of-two-alike-late", secondOfTwoAlikeLate},
	{"one-of-three-alike-goes", oneOfThreeAlikeGoes},
	{"alike-under-new-ids", alikeUnderNewIDs},
	{"many-equal-amounts", manyEqualAmounts},
	{"bank-drops-a-line", bankDropsALine},
	{"dropped-line-comes-back", droppedLineComesBack},
	{"nothing-new-twenty-times", nothingNewTwentyTimes},
	{"state-erased", stateErased},
	{"text-amount-and-day-changed", textAmountAndDateChanged},
	{"changed-deep-down", changedDeepDown},

	{"announced-then-booked", announcedThenBooked},
	{"booked-with-another-amount-and-day", bookedWithAnotherAmountAndDay},
	{"booked-on-another-day", bookedOnAnotherDay},
	{"announced-vanishes", announcedVanishes},
	{"announced-in-no-sum", announcedInNoSum},
	{"every-bank-that-announces", everyBankThatAnnounces},
	{"note-on-announced-survives", noteOnAnnouncedSurvives},
	{"one-of-two-alike-announced-is-booked", oneOfTwoAlikeAnnouncedIsBooked},
	{"announced-under-new-ids", announcedUnderNewIDs},
	{"booked-before-its-announcement-goes", bookedBeforeItsAnnouncementGoes},

	{"late-after-three-fetches", lateAfterThreeFetches},
	{"late-in-a-list-by-arrival", lateInAListByArrival},
	{"late-below-the-deep-reading", lateBelowTheDeepReading},
	{"late-twin-of-an-old-line", lateTwinOfAnOldLine},
	{"late-pair-that-cancels-out", latePairThatCancelsOut},
	{"day-moved-far-back", dayMovedFarBack},

	{"cursor-disappears", cursorDisappears},
	{"list-grows-while-read", listGrowsWhileRead},
	{"list-shrinks-while-read", listShrinksWhileRead},
	{"new-ids-while-read", newIDsWhileRead},
	{"pages-repeated", pagesRepeated},
	{"pages-overlap", pagesOverlap},
	{"pages-overlap-for-ever", pagesOverlapForEver},
	{"pages-upside-down", pagesUpsideDown},
	{"pages-upside-down-for-ever", pagesUpsideDownForEver},
	{"short-pages", shortPages},

	{"consent-ends", consentEnds},
	{"ended-from-the-start", endedFromTheStart},
	{"warned-before-the-end", warnedBeforeTheEnd},
	{"renewed-early", renewedEarly},
	{"renewal-abandoned", renewalAbandoned},
	{"renewed-at-the-desk", renewedAtTheDesk},
	{"renewed-with-new-ids", renewedWithNewIDs},
	{"vanishes-and-comes-back", vanishesAndComesBack},
	{"comes-back-with-more", comesBackWithMore},
	{"two-currencies-come-back", sameNumberTwoCurrenciesComeBack},
	{"bank-is-replaced", bankIsReplaced},
	{"revoked-before-its-day", revokedBeforeItsDay},
	{"adding-a-bank-leaves-others-alone", addingABankLeavesOthersAlone},

	{"told-to-wait", toldToWait},
	{"fails-half-way", failsHalfWay},
	{"never-answers", neverAnswers},
	{"stalls-half-way", stallsHalfWay},
	{"wrong-types", wrongTypes},
	{"evil-texts", evilTexts},
	{"no-answer-tells-no-time", noAnswerTellsNoTime},
	{"killed-at-every-request", killedAtEveryRequest},
	{"bank-in-maintenance", bankInMaintenance},
	{"bank-is-down", bankIsDown},
	{"a-month-on-schedule", aMonthOnSchedule},
	{"asked-by-the-person-present", askedByThePersonPresent},
	{"asks-a-bank-that-refuses", asksABankThatRefuses},

	{"started-later", startedLater},
	{"started-earlier-after-all", startedEarlierAfterAll},
	{"balance-runs-ahead", balanceRunsAhead},
	{"balance-finds-what-is-missing", balanceFindsWhatIsMissing},
	{"attributes-are-null", attributesAreNull},
	{"unknown-attributes", unknownAttributes},
	{"around-both-clock-changes", aroundBothClockChanges},
	{"last-minute-of-the-day", lastMinuteOfTheDay},
	{"one-number-many-currencies", oneNumberManyCurrencies},
	{"first-line-of-an-empty-account", firstLineOfAnEmptyAccount},
	{"card-in-debt", cardInDebt},
}

func TestScenarios(t *testing.T) {
	t.Parallel()
	for _, c := range scenarios {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, t.TempDir(), linesInAll)
			s.control("/pages", `{"most":25}`) // so that a light reading leaves most of the list alone
			c.play(s)
			s.end()
		})
	}
}

// TestTable: the table of the package documentation lists exactly what is played, each with a thread.
func TestTable(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, row := range regexp.MustCompile(`(?m)^//\t([a-z0-9-]+)\s+(T\d\S*|issue)\s`).FindAllStringSubmatch(string(text), -1) {
		listed[row[1]] = true
	}
	for _, c := range scenarios {
		if !listed[c.name] {
			t.Errorf("%s is not in the table with its thread", c.name)
		}
		delete(listed, c.name)
	}
	for name := range listed {
		t.Errorf("the table lists %s, which is not played", name)
	}
	if !strings.Contains(string(text), "Not played") {
		t.Error("the documentation does not say what is left out")
	}
}
