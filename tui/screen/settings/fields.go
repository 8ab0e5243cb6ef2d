package settings

import (
	"strconv"
	"time"

	"ferry/core"
	"ferry/tui/theme"
	"ferry/tui/widget/form"
)

// Names of the fields.
const (
	fieldEvery     = "fetch-every"
	fieldIP        = "customer-ip"
	fieldLookUp    = "look-up-ip"
	fieldCooldown  = "cooldown"
	fieldWarn      = "warn-days"
	fieldTheme     = "theme"
	fieldGlyphs    = "glyphs"
	fieldStill     = "still"
	fieldEscape    = "escape-wait"
	fieldKeymap    = "keymap"
	fieldDeveloper = "developer"
	fieldRate      = "rate"

	glyphsASCII = "ascii"
)

// maxNumber is far beyond any sensible setting and far below what a duration can hold.
const maxNumber = 1_000_000

// The words of the form.
const (
	txtSave         = "Save"
	txtSaved        = "Saved."
	txtSavedRestart = "Saved. Keys and waiting time change when Ferry is started again."
	txtDiscardTitle = "Leave the settings?"
	txtNoNumber     = "Please write a whole number."

	txtEveryHint = "Minutes between two readings of each account. Ponto itself gets new lines at 02, 08, 14 and 20 h; no bank is asked by this."
	txtIPHint    = "Your address on the internet. A synchronization asks the bank in your name, and European rules let the bank tell a present customer " +
		"from a machine by it. Fetching does not need it."
	txtLookUpHint    = "Asks an outside service for the address whenever you synchronize. Off, nobody is told anything."
	txtCooldownHint  = "Minutes between two synchronizations of one account. Ponto wants five at least."
	txtWarnHint      = "Days before the end of a consent from which \"ferry consents\" ends with exit code 3."
	txtThemeHint     = "Left and right choose. NO_COLOR in the environment goes before it."
	txtGlyphsHint    = "ASCII, when signs such as the check mark look wrong here."
	txtStillHint     = "Nothing turns or blinks; words instead."
	txtEscapeHint    = "Milliseconds to wait for the rest of a key; 0 for the usual 50. More over a slow line."
	txtKeymapHint    = "A file with your own keys, one action a line: transactions.search = / ctrl+f"
	txtDeveloperHint = "Shows requests, cursors and raw JSON, for questions to Ponto's support."
	txtRateHint      = "Requests to Ponto a second, over all connections."
)

// fields are the settings as they are.
func fields(set core.Settings) []form.Field {
	minutes := func(d time.Duration) string { return strconv.Itoa(int(d / time.Minute)) }
	tick := map[bool]string{true: "true"}
	looks := make([]form.Option, 0, len(theme.Names()))
	for _, name := range theme.Names() {
		looks = append(looks, form.Option{Value: name, Label: name})
	}
	const fetch, bank, warn, look, more = "Fetching", "Synchronizing: asking the bank", "Consents", "On the screen", "For the curious"
	return []form.Field{
		{Name: fieldEvery, Label: "Fetch every (min)", Group: fetch, Value: minutes(set.FetchEvery), Hint: txtEveryHint},
		{Name: fieldIP, Label: "Your IP address", Group: bank, Value: set.CustomerIP, Hint: txtIPHint},
		{Name: fieldLookUp, Label: "Look the address up when it is needed", Group: bank, Kind: form.Checkbox, Value: tick[set.LookUpIP], Hint: txtLookUpHint},
		{Name: fieldCooldown, Label: "Pause after (min)", Group: bank, Value: minutes(set.SyncCooldown), Hint: txtCooldownHint},
		{Name: fieldWarn, Label: "Warn before (days)", Group: warn, Value: strconv.Itoa(set.WarnDays), Hint: txtWarnHint},
		{Name: fieldTheme, Label: "Colours", Group: look, Kind: form.Select, Value: set.Theme, Options: looks, Hint: txtThemeHint},
		{Name: fieldGlyphs, Label: "Signs", Group: look, Kind: form.Select, Value: map[bool]string{true: glyphsASCII}[set.ASCII],
			Options: []form.Option{{Value: "", Label: "Unicode"}, {Value: glyphsASCII, Label: "ASCII"}}, Hint: txtGlyphsHint},
		{Name: fieldStill, Label: "Reduced motion", Group: look, Kind: form.Checkbox, Value: tick[set.Still], Hint: txtStillHint},
		{Name: fieldEscape, Label: "Wait for keys (ms)", Group: look, Value: strconv.Itoa(int(set.EscapeWait / time.Millisecond)), Hint: txtEscapeHint},
		{Name: fieldKeymap, Label: "Your keys", Group: look, Value: set.Keymap, Hint: txtKeymapHint},
		{Name: fieldDeveloper, Label: "Developer mode", Group: more, Kind: form.Checkbox, Value: tick[set.DeveloperMode], Hint: txtDeveloperHint},
		{Name: fieldRate, Label: "Requests a second", Group: more, Value: strconv.Itoa(set.RequestsPerSecond), Hint: txtRateHint},
	}
}
