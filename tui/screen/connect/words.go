package connect

import (
	"fmt"
	"strings"
	"time"
)

// The words of the wizard. %s are names and days.
const (
	txtTitle       = "Connect a bank"
	txtTitleRenew  = "Re-authorize"
	txtTitleChoose = "Choose accounts"

	txtStageBank      = "Bank"
	txtStageConfirm   = "Confirm"
	txtStageAuthorize = "Authorize"
	txtStageAccounts  = "Accounts"
	txtStageFetch     = "Fetch"
	txtStageDone      = "Done"

	txtOpening       = "Looking at the connections…"
	txtWhichTitle    = "To which connection is the bank to be added?"
	txtNoneToOpen    = "This authorization is no longer open."
	txtNoneToOpenHow = "It was finished or abandoned. Press enter to choose a bank."

	txtSearchHint       = "name, BIC or brand of the bank"
	txtBanks            = "banks"
	txtAllCountries     = "all countries"
	txtInternational    = "international"
	txtSearching        = "Reading the list of banks…"
	txtNoBank           = "No bank fits. Type less of its name, or look on Ponto's site whether it serves the bank under another one."
	txtNoBankThere      = "No bank fits in this country. Type less, or press tab for another country."
	txtNoBankDemo       = "No bank fits. The simulator's banks are invented: delete what you typed to see them all."
	txtMaintenanceUntil = "Maintenance until %s."
	txtServedBy         = "Served by Ponto, of Isabel Group."

	txtConfirmHead     = "You are about to connect this bank:"
	txtProvider        = "Ponto, a service of Isabel Group, licensed to read accounts for you"
	txtLifetime        = "about %s; then you give it again"
	txtLifetimeUnknown = "the bank does not say how long it lasts"
	txtPendingYes      = "announced lines are shown apart"
	txtPendingNo       = "booked lines only"
	txtConfirmNext     = "Press enter to give consent at the bank. Ferry only reads: it can never pay."
	txtConfirmAlready  = "%s connected already; nothing changes there"
	txtMaintenanceSoon = "Maintenance is planned from %s to %s: nothing can be read then."
	txtBetaTitle       = "Go on with %s?"
	txtBetaText        = "Its connection is %s. What that means stands on this page."
	txtBetaYes         = "Go on"
	txtBetaNo          = "Not now"

	txtPreparing     = "Preparing the authorization"
	txtWaiting       = "Waiting for your consent at %s"
	txtWaitingRenew  = "Waiting for the new consent"
	txtOpeningPage   = "Opening the page"
	txtSendingPage   = "Sending"
	txtLooking       = "Looking for what you authorized"
	txtAuthorizeHead = "Give your consent at %s. How do you want to do that?"
	txtRenewHead     = "Give the consent for %s again. How do you want to do that?"
	txtHowCustom     = "On Ponto's site: Accounts › Live › Add account, choose %s, sign in at the bank, tick the accounts, give consent. See that the integration may read them."
	txtHowRenew      = "On Ponto's site: Accounts › Live › the account › Reauthorize. Only the account holder can."
	txtHowConnect    = "Ponto's page asks you to sign in, to choose %s and to tick the accounts. Keep the accounts ticked that are there already."
	txtAddress       = "Address:"
	txtUntil         = "Waiting until %s."
	txtLeave         = "You may leave: this stays open and can be resumed from the first page."
	txtNotWaiting    = "Nobody is waiting any more. Choose a way again, or look whether something has changed."

	txtWayTerminal       = "Here, in this terminal"
	txtWayTerminalAbout  = "The simulator's pages, one after the other. The bank's code is 123456."
	txtWayBrowser        = "In the browser"
	txtWayBrowserAbout   = "Opens the address below in the browser of this machine."
	txtWayQR             = "On a phone: QR code"
	txtWayQRAbout        = "Shows the address as a code to scan."
	txtWayCopy           = "On another computer: copy the address"
	txtWayCopyAbout      = "Puts the address on the clipboard; it is also written below."
	txtWayPaste          = "Paste the address on which the browser ended"
	txtWayPasteAbout     = "When the browser could not come back to Ferry by itself: copy its last address, from http to the end."
	txtWayLook           = "Nothing happened yet? Look now"
	txtWayLookAbout      = "Asks Ponto at once what you have authorized."
	txtWayAbandon        = "Give this authorization up"
	txtWayAbandonAbout   = "Nothing else changes: accounts and lines stay as they are."
	txtPasteTitle        = "Address of the browser"
	txtPasteHelp         = "Copy the whole address from the browser's address bar, from http to the end, and paste it here."
	txtAddressCopied     = "the address"
	txtQRTitle           = "Give consent"
	txtAbandoned         = "Given up. Nothing was changed."
	txtBrowserOpened     = "The browser is open. Come back when you have given consent."
	txtNotRenewed        = "The pages ended, but no new date was seen."
	txtNoConsent         = "No consent was given. Nothing was changed."
	txtLinks             = "Other ways on"
	txtPagesFailed       = "These pages ended in trouble. Choose a way again, or look now whether something has changed."
	txtChooseHead        = "Which accounts do you want in Ferry?"
	txtChooseHelp        = "Space ticks, * ticks all or none, enter goes on."
	txtNoTick            = "Tick at least one account, or go back with esc."
	txtNew               = "new"
	txtConnected         = "connected"
	txtContinues         = "goes on for %s"
	txtUntil2            = "until %s"
	txtNoEnd             = "no end date"
	txtNothingAuthorized = "Nothing is authorized yet."

	txtAgain       = "Authorize again"
	txtAgainAbout  = "Opens the authorization once more."
	txtOther       = "Choose another bank"
	txtOtherAbout  = "Back to the search."
	txtSeeAll      = "Show what is authorized"
	txtSeeAllAbout = "The accounts of all banks that this connection may read."

	txtHistoryHead   = "How far back do you want the lines of the new accounts?"
	txtHistoryAll    = "All that Ponto has"
	txtHistoryAllA   = "Most banks give one to two years, some only 90 days."
	txtHistoryYear   = "This year"
	txtHistoryLast   = "This year and the last"
	txtHistory90     = "The last 90 days"
	txtHistoryDate   = "From a day of your choice…"
	txtHistoryFrom   = "From %s."
	txtHistoryTitle  = "From which day?"
	txtHistoryHelp   = "For example 1/1/2026 or 2026-01-01."
	txtNoDay         = "That is not a day. Write 1/1/2026 or 2026-01-01."
	txtDayInFuture   = "That day is still to come."
	txtConnecting    = "Connecting the accounts"
	txtFetching      = "Fetching the lines"
	txtFetchHead     = "Fetching what Ponto has of your accounts. No bank is asked."
	txtFetchLeave    = "You may leave: reading goes on by itself."
	txtFetchWaits    = "waiting"
	txtFetchRead     = "reading"
	txtFetchWrite    = "writing"
	txtFetchSync     = "the bank is asked"
	txtFetchNothing  = "nothing to read"
	txtNothingNew    = "Nothing was changed: the same accounts stay connected."
	txtSummaryHead   = "Done: %s connected."
	txtSummaryMixed  = "%s connected; %s could not be read yet. Ferry tries again by itself."
	txtSummaryKept   = "Done: %s as before, nothing new to connect."
	txtSummaryNext   = "What next?"
	txtToLines       = "See the transactions"
	txtToBooks       = "Reconcile them: find out what each line pays"
	txtToBank        = "Connect another bank"
	txtToConsents    = "See how long the consents last"
	txtToHome        = "To the first page"
	txtNoLines       = "no lines yet"
	txtConsentUntil  = "consent until %s"
	txtConsentNoEnd  = "consent without end date"
	txtEstimate      = " (estimate)"
	txtRenewedNext   = "See all consents"
	txtRenewedBack   = "Back"
	txtCancelledWait = "Stopped waiting. The authorization stays open."
)

func say(text string, with ...any) string { return fmt.Sprintf(text, with...) }

func stageNumber(at, of int) string { return fmt.Sprintf("%d/%d", at, of) }

// day writes a day for people: "21 May 2027".
func day(t time.Time) string { return t.Format("2 Jan 2006") }

// moment writes a day with its time.
func moment(t time.Time) string { return t.Format("2 Jan 2006 15:04") }

// countryName is what the search calls a country code.
func countryName(code string) string {
	switch code {
	case "":
		return txtAllCountries
	case "int":
		return txtInternational
	case "BE":
		return "Belgium"
	case "NL":
		return "Netherlands"
	case "FR":
		return "France"
	case "LU":
		return "Luxembourg"
	case "DE":
		return "Germany"
	case "ES":
		return "Spain"
	}
	return strings.ToUpper(code)
}
