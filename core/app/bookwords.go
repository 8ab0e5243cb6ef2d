package app

// The words of the books: what is done to them, and why something is not.

// Proposals.
const (
	txtMatched       = "the line is matched already"
	txtMatchedHint   = "It is in match %s: look at that match, or unmatch it first."
	txtNoItem        = "No open item explains the line."
	txtNotBooked     = "The line is not booked, or its amount cannot be read."
	txtLineLocked    = "The line is in a locked period: nothing of it changes."
	txtLineGone      = "The bank no longer lists this line: it settles nothing."
	txtLookingAgain  = "Left to you: the lines are being looked at together again."
	txtOtherMarked   = "Left to you: the other side is marked to check."
	txtAllRejected   = "You rejected what would explain the line."
	txtFirstRejected = "Left to you: you rejected an explanation of this line."
	txtNotInChart    = "Left to you: %s is not in the chart of accounts."
)

// Lines that an act cannot take.
const (
	txtNoLines           = "no line is chosen"
	txtNoLinesHint       = "Mark lines, or put the cursor on one."
	txtTwoDossiers       = "the lines are of two dossiers"
	txtTwoDossiersHint   = "What is matched together must be in the books of one client."
	txtNoDossierLine     = "account %s belongs to no dossier"
	txtNoDossierLineHint = "Choose it for a dossier with Fetch accounts on its connection."
	txtLineMatched       = "the line %s is matched already"
	txtLineInLock        = "the line %s is in a locked period"
	txtLineInLockHint    = "Unlock the account first if its past may change."
	txtLineNotListed     = "the bank no longer lists the line %s"
	txtLineNotListedHint = "It settles nothing. The bank may list it again, or under another line."
	txtLineNotBooked     = "the line %s is not booked, or its amount cannot be read"
	txtLineNotBookedHint = "Wait until the bank has booked it."
	txtChanged           = "changed meanwhile: %s"
	txtChangedHint       = "Look at what explains the line now, and choose again."
	txtLineTwice         = "the line %s belongs to two of these"
	txtItemTwice         = "%s is wanted by two lines: %s, and %s"
	txtItemTwiceHint     = "Accept these one after the other; nothing was done."
	txtNoOption          = "nothing explains the line %s"
	txtNoOptionHint      = "Choose items by hand, or code the line to an account; nothing was done."
	txtNoMatches         = "no match is chosen"
	txtNoMatchesHint     = "Name matches by their number."
	txtNothingToReject   = "there is nothing to reject"
)

// Explanations made by hand.
const (
	txtHandHint     = "Look at lines, items and amounts again."
	txtSettledHint  = "Look at the item: another match may have settled it."
	txtCurrencyHint = "Take items of one currency, and state a rate under Limits when it is not the lines' own."
	txtItemSettled  = "%s is settled already"
	txtTooMuch      = "%s %s remain: the parts are more than the line"
	txtLeft         = "%s %s is not explained yet"
	txtLeftHint     = "Choose another item, or an account that takes the rest."
	txtUnpaid       = "nothing is left for %s"
	txtUnpaidHint   = "Take it out of the choice, or pay less of the others."
	txtNoCoding     = "no ledger account is given"
	txtNoCodingHint = "Name the account that takes the amount."
	txtNoLedger     = "%s is not in the chart of accounts"
	txtNoLedgerHint = "Add it to the chart, or begin with the usual accounts of the country."
)

// Accepting what is safe.
const (
	txtNothingSafe     = "there is no safe proposal"
	txtNothingSafeHint = "What is left wants a person: go through the lines one by one."
	txtPreviewOld      = "changed meanwhile: books or lines are not those of the preview"
	txtPreviewOldHint  = "Look at the preview again; nothing was done."
)

// What was done, as journal and undo name it.
const (
	txtRestTo         = "%s, the rest to %s"
	txtDidAccept      = "accepted %s"
	txtDidAcceptLines = "accepted %s for %d lines"
	txtDidAcceptAll   = "accepted %s"
	txtDidAcceptSafe  = "accepted %s"
	txtDidReject      = "rejected %s for the line %s"
	txtDidUnmatch     = "unmatched %s"
	txtDidUnmatchMany = "unmatched %d matches"
	txtDidMark        = "marked %s to look at again"
	txtDidUnmark      = "took the mark off %s"
	txtDidNote        = "noted on %s"
	txtDidCode        = "coded %s to %s"
	txtDidImport      = "imported open items: %d new, %d changed"
	txtDidUsualChart  = "took the usual chart of accounts of %s"
	txtDidChart       = "put %s into the chart"
	txtTheKind        = "the %s"
	txtMore           = "%d more"
)

// Undo.
const (
	txtNothingYours     = "there is nothing of yours to take back"
	txtNothingYoursHint = "The last act is of %s: %s."
	txtNothingDone      = "there is nothing to take back"
	txtNothingDoneHint  = "Nothing was done to these books yet, or all of it is taken back."
)

// Open items from files.
const (
	txtNew                 = "new"
	txtNoFiles             = "no file is given"
	txtNoFilesHint         = "Name files, or a folder with CSV tables or XML invoices."
	txtNoSuchFile          = "%s cannot be opened"
	txtNoSuchFileHint      = "Check the name, and that the file may be read."
	txtNotAFile            = "%s is not a file"
	txtNotAFileHint        = "Name a table or an invoice, or a folder with such files."
	txtFolderHere          = "%s is a folder"
	txtFileLarge           = "%s is larger than %d MB"
	txtFileLargeHint       = "Split it: a year of open items is a few megabytes."
	txtTooManyFiles        = "there are more than %d files"
	txtTooManyFilesHint    = "Import one folder after the other."
	txtNothingFound        = "%s holds no table and no invoice"
	txtNothingFoundHint    = "In folders, files that end in .csv, .tsv, .txt or .xml are read."
	txtNotRead             = "%s cannot be read"
	txtNotReadHint         = "Check that it is a CSV table, or an invoice as XML."
	txtNoMapping           = "there is no mapping called %s"
	txtNoMappingHint       = "Look at the list of mappings, or make one from the headings of the file."
	txtNoMappingNeeded     = "%s needs no mapping"
	txtNoMappingNeededHint = "Import it as it is."
	txtUnmapped            = "the headings of the table are not known: %s is missing"
	txtUnmappedHint        = "Say in a mapping which heading is which, and read the file with it."
	txtBadRows             = "%s cannot be taken"
	txtBadRowsHint         = "Look at the list with the reasons; the good ones go in when you say so."
	txtSettledKind         = "matches settle this item, so its kind and currency stay: unmatch it first"
	txtHeld                = "a match in days that are locked up to %s settles this item: its number, kind and amount stay"
	txtSettledAmount       = "matches settle %s of this item, more than its new amount: unmatch it first"
	txtReadingOld          = "changed meanwhile: the books are not those of the preview"
	txtReadingOldHint      = "Read the files again; nothing was done."
)

// Chart, mappings, rules, limits, VAT number.
const (
	txtNoUsualChart      = "there is no usual chart of accounts for %q"
	txtNoUsualChartHint  = "There is one for BE, NL and FR."
	txtBadLedger         = "%q (%s) is no number of a ledger account"
	txtBadLedgerHint     = "A ledger account needs a number without blanks."
	txtChartSame         = "the chart has all of these accounts already"
	txtChartSameHint     = "Nothing was changed."
	txtNoMappingName     = "a mapping needs a name"
	txtNoMappingNameHint = "Use the name of the program whose tables it reads."
	txtNoRuleName        = "rule %d has no name"
	txtNoRuleNameHint    = "Give it one: the reason under a line names the rule."
	txtBadRuleHint       = "Correct the rule; the rules are as they were."
	txtRuleLedger        = "rule %s: %s is not in the chart of accounts"
	txtRuleAccount       = "rule %s: the dossier has no account %s"
	txtRuleAccountHint   = "Choose among the accounts of this dossier."
	txtBadLimit          = "limits cannot be negative"
	txtBadLimitHint      = "Use 0 to allow nothing."
	txtWideLimit         = "a limit allows %s at most, and 366 days"
	txtWideLimitHint     = "A payment that differs more wants a person to look at it."
	txtBadPercent        = "a share must be less than the whole"
	txtBadPercentHint    = "2 % is 200 per ten thousand."
	txtBadRate           = "the rate from %q to %q is none"
	txtBadRateHint       = "A rate says what one unit of a currency is in another, such as 1 USD = 0.92 EUR."
	txtBadVAT            = "%q is no VAT number"
	txtBadVATHint        = "It begins with the country, such as BE0123456749 or NL123456789B01."
)

// Replaying a match.
const (
	txtReplaySame    = "The engine says the same today."
	txtReplayWords   = "The same match today, in other words: %s"
	txtReplayUnsafe  = "The same match today, but no longer by itself: %s"
	txtReplayBehind  = "It stands in place %d today, behind %s."
	txtReplayOther   = "Today %s is proposed instead."
	txtReplayNothing = "Nothing explains the line today."
)
