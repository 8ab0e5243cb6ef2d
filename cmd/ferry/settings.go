package main

import (
	"context"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"ferry/core"
	"ferry/tui/theme"
)

// setting is one choice of the user's as the command line knows it.
type setting struct {
	name, help string
	get        func(core.Settings) string
	set        func(*core.Settings, string) error
}

// allSettings is the table behind "ferry settings"; the order is that of the list.
func allSettings() []setting {
	return []setting{
		{"fetch-every", "how often the open program reads each account (15m)",
			func(s core.Settings) string { return s.FetchEvery.String() },
			func(s *core.Settings, v string) error { return parseDuration(&s.FetchEvery, v) }},
		{"customer-ip", "your public address, which a bank wants to know when it is asked in your name",
			func(s core.Settings) string { return s.CustomerIP },
			func(s *core.Settings, v string) error { return parseAddress(&s.CustomerIP, v) }},
		{"look-up-ip", "ask api.ipify.org for that address when it is not set (on, off)",
			func(s core.Settings) string { return onOff(s.LookUpIP) },
			func(s *core.Settings, v string) error { return parseOnOff(&s.LookUpIP, v) }},
		{"warn-days", "a consent that ends within so many days makes \"ferry consents\" exit with 3",
			func(s core.Settings) string { return strconv.Itoa(s.WarnDays) },
			func(s *core.Settings, v string) error { return parseCount(&s.WarnDays, v) }},
		{"sync-cooldown", "how long a bank is left in peace after it was asked (5m)",
			func(s core.Settings) string { return s.SyncCooldown.String() },
			func(s *core.Settings, v string) error { return parseDuration(&s.SyncCooldown, v) }},
		{"requests-per-second", "how many requests a second all connections together may make",
			func(s core.Settings) string { return strconv.Itoa(s.RequestsPerSecond) },
			func(s *core.Settings, v string) error { return parseCount(&s.RequestsPerSecond, v) }},
		{"developer-mode", "show the technical screens (on, off)",
			func(s core.Settings) string { return onOff(s.DeveloperMode) },
			func(s *core.Settings, v string) error { return parseOnOff(&s.DeveloperMode, v) }},
		{"theme", "the looks (" + strings.Join(theme.Names(), ", ") + ")",
			func(s core.Settings) string { return s.Theme },
			func(s *core.Settings, v string) error { return parseTheme(&s.Theme, v) }},
		{"ascii", "draw with signs that every font has (on, off)",
			func(s core.Settings) string { return onOff(s.ASCII) },
			func(s *core.Settings, v string) error { return parseOnOff(&s.ASCII, v) }},
		{"still", "words instead of moving signs (on, off)",
			func(s core.Settings) string { return onOff(s.Still) },
			func(s *core.Settings, v string) error { return parseOnOff(&s.Still, v) }},
		{"escape-wait", "how long the rest of a key is waited for that comes in pieces (50ms)",
			func(s core.Settings) string { return s.EscapeWait.String() },
			func(s *core.Settings, v string) error { return parseDuration(&s.EscapeWait, v) }},
		{"keymap", "file with your own keys",
			func(s core.Settings) string { return s.Keymap },
			func(s *core.Settings, v string) error { s.Keymap = v; return nil }},
	}
}

func (c *cli) settingsCommand() *cobra.Command {
	long := "Show the settings, or change one with \"ferry settings set KEY VALUE\". An empty VALUE brings back what it was at first.\n\n"
	var names []string
	for _, s := range allSettings() {
		long += "  " + s.name + "\n      " + s.help + "\n"
		names = append(names, s.name)
	}
	show := func(cmd *cobra.Command, args []string) error {
		return c.withDesk(cmd.Context(), func(d *desk) error { return c.showSettings(cmd.Context(), d, args) })
	}
	cmd := c.addJSON(&cobra.Command{
		Use: "settings", GroupID: groupSetup, Short: "show or change the settings",
		Long: long + "\nJSON: key, value.", Args: cobra.NoArgs, RunE: show,
	})
	cmd.AddCommand(
		c.addJSON(&cobra.Command{Use: "get KEY", Short: "show one setting", Args: needs("KEY"), ValidArgs: names, RunE: show}),
		c.addJSON(&cobra.Command{
			Use: "set KEY VALUE", Short: "change one setting", Args: needs("KEY", "VALUE"), ValidArgs: names,
			Example: "  ferry settings set fetch-every 30m",
			RunE: func(cmd *cobra.Command, args []string) error {
				s, err := findSetting(args[0])
				if err != nil {
					return err
				}
				value := args[1]
				if value == "" {
					value = s.get(core.DefaultSettings())
				}
				if err := s.set(new(core.Settings), value); err != nil {
					return err
				}
				return c.withDesk(cmd.Context(), func(d *desk) error { return c.changeSetting(cmd.Context(), d, s, value) })
			},
		}),
	)
	return cmd
}

func findSetting(name string) (setting, error) {
	for _, s := range allSettings() {
		if s.name == name {
			return s, nil
		}
	}
	return setting{}, &usageError{msg: "there is no setting " + strconv.Quote(name), hint: "ferry settings lists those there are"}
}

func (c *cli) showSettings(ctx context.Context, d *desk, names []string) error {
	settings, err := d.Settings(ctx)
	if err != nil {
		return err
	}
	list := allSettings()
	if len(names) > 0 {
		s, err := findSetting(names[0])
		if err != nil {
			return err
		}
		list = []setting{s}
	}
	j := jsonLines{w: c.out}
	t := newColumns(c.out, "KEY", "VALUE")
	for _, s := range list {
		switch {
		case c.json:
			j.text("key", s.name)
			j.text("value", s.get(settings))
			err = j.end()
		case len(names) > 0:
			c.say("%s", s.get(settings))
		default:
			err = t.row(s.name, s.get(settings))
		}
		if err != nil {
			return err
		}
	}
	return t.end()
}

func (c *cli) changeSetting(ctx context.Context, d *desk, s setting, value string) error {
	settings, err := d.Settings(ctx)
	if err != nil {
		return err
	}
	if err := s.set(&settings, value); err != nil {
		return err
	}
	if err := d.SaveSettings(ctx, settings); err != nil {
		return err
	}
	return c.showSettings(ctx, d, []string{s.name})
}

func onOff(b bool) string {
	if b {
		return "on"
	}
	return "off"
}

func parseOnOff(b *bool, value string) error {
	switch value {
	case "on", "true", "yes":
		*b = true
	case "off", "false", "no", "":
		*b = false
	default:
		return usagef("%q is neither on nor off", value)
	}
	return nil
}

func parseDuration(d *time.Duration, value string) error {
	parsed, err := time.ParseDuration(value)
	if err != nil || parsed < 0 {
		return usagef("%q is not a time such as 15m or 1h30m", value)
	}
	*d = parsed
	return nil
}

func parseTheme(name *string, value string) error {
	if value != "" && !slices.Contains(theme.Names(), value) {
		return usagef("%q is not one of %s", value, strings.Join(theme.Names(), ", "))
	}
	*name = value
	return nil
}

func parseCount(n *int, value string) error {
	parsed, err := strconv.Atoi(value)
	if err != nil || parsed < 0 {
		return usagef("%q is not a number", value)
	}
	*n = parsed
	return nil
}

func parseAddress(address *string, value string) error {
	if value == "" {
		*address = ""
		return nil
	}
	parsed, err := netip.ParseAddr(value)
	if err != nil {
		return usagef("%q is not an IP address", value)
	}
	*address = parsed.String()
	return nil
}
