package form_test

import (
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"ferry/core/sandbox"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/form"
)

var looks = theme.New(theme.Options{})

func view(m *form.Model, w, h int) string {
	return ansi.Strip(m.View(looks, layout.Box{W: w, H: h}))
}

func typed(m *form.Model, text string) {
	for _, r := range text {
		name := string(r)
		if r == ' ' {
			name = "space"
		}
		m.Key(action.Key{Name: name, Text: string(r)})
	}
}

func do(m *form.Model, id action.ID) form.Outcome { return m.Do(action.Invoke{ID: id}) }

func credentials() *form.Model {
	return form.New("Test and save",
		form.Field{Name: "name", Label: "Dossier", Placeholder: "the client's name", Group: "Client"},
		form.Field{Name: "door", Label: "Door", Kind: form.Select, Group: "Access", Options: []form.Option{{Value: "custom", Label: "Custom integration"}, {Value: "connect", Label: "Ponto Connect"}}},
		form.Field{Name: "secret", Label: "Client secret", Kind: form.Secret, Group: "Access", Hint: "Ponto shows it once, when the integration is made."},
		form.Field{Name: "live", Label: "It is a live integration", Kind: form.Checkbox, Group: "Access"},
	)
}

func TestFillingIn(t *testing.T) {
	t.Parallel()
	m := credentials()
	if m.Dirty() || !m.Typing() {
		t.Error("a new form is changed, or its first field takes no letters")
	}
	typed(m, "Bakkerij Peeters")
	do(m, action.Submit)
	if m.Key(action.Key{Name: "right"}) != form.Changed || m.Value("door") != "connect" {
		t.Error("the arrow does not choose")
	}
	typed(m, "c")
	if m.Value("door") != "custom" {
		t.Error("the letter does not choose")
	}
	do(m, action.Next)
	typed(m, "s3cret")
	m.SetError("secret", "Ponto refused this secret.")
	golden.RequireEqual(t, view(m, 70, 14))
	if strings.Contains(view(m, 70, 14), "s3cret") {
		t.Error("the secret is shown")
	}
	do(m, action.Reveal)
	if !strings.Contains(view(m, 70, 14), "s3cret") {
		t.Error("the secret is not revealed")
	}
	do(m, action.Next)
	typed(m, " ")
	want := url.Values{"name": {"Bakkerij Peeters"}, "door": {"custom"}, "secret": {"s3cret"}, "live": {"true"}}
	if got := m.Values(); !reflect.DeepEqual(got, want) || !m.Dirty() || !m.Checked("live") {
		t.Errorf("%v", got)
	}
	if do(m, action.Submit) != form.Submitted {
		t.Error("enter on the last field does not send")
	}
	do(m, action.Next)
	if m.Typing() || do(m, action.Submit) != form.Submitted {
		t.Error("enter on the button does not send")
	}
	if do(m, action.Next); !m.Typing() || do(m, action.Save) != form.Submitted || do(m, action.Back) != form.Nothing {
		t.Error("the focus does not come round, or ctrl+s does not send")
	}
}

func TestFocusStaysInSight(t *testing.T) {
	t.Parallel()
	m := credentials()
	for i, want := range []string{"› Dossier", "› Door", "› Client secret", "› [ ] It is", "[ Test and save ]"} {
		if got := view(m, 60, 3); !strings.Contains(got, want) {
			t.Errorf("step %d:\n%s", i, got)
		}
		do(m, action.Next)
	}
}

func TestPageOfTheSimulator(t *testing.T) {
	t.Parallel()
	page := sandbox.Form{
		Title: "Choose accounts", Text: []string{"KBC gives these accounts to Ponto."}, Submit: "Give consent",
		Fields: []sandbox.Field{
			{Name: "state", Kind: "hidden", Value: "xyz"},
			{Name: "account", Label: "BE71 0961 2345 6769", Kind: "checkbox", Value: "a1", Checked: true},
			{Name: "account", Label: "BE68 5390 0754 7034", Kind: "checkbox", Value: "a2", Checked: true},
			{Name: "code", Label: "Code", Kind: "password"},
			{Name: "language", Label: "Language", Kind: "select", Value: "fr", Options: []sandbox.Option{{Value: "nl", Label: "Nederlands"}, {Value: "fr", Label: "Français"}}},
		},
	}
	m := form.FromSandbox(page)
	if do(m, action.Submit) != form.Submitted {
		t.Error("a page of ticked boxes does not take enter at once")
	}
	golden.RequireEqual(t, view(m, 60, 12))
	do(m, action.Next)
	typed(m, " ")
	m.SetValue("code", "123456")
	want := url.Values{"state": {"xyz"}, "account": {"a2"}, "code": {"123456"}, "language": {"fr"}}
	if got := m.Values(); !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
	page.Error = "Wrong code."
	if got := view(form.FromSandbox(page), 60, 12); !strings.Contains(got, "× Wrong code.") {
		t.Error(got)
	}
}
