package setup

import (
	"errors"
	"io"
	"os"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui/place"
	"ferry/tui/widget/form"
	"ferry/tui/words"
)

// Names of the fields.
const (
	fieldDossier  = "dossier"
	fieldID       = "id"
	fieldSecret   = "secret"
	fieldCert     = "certificate"
	fieldKey      = "key"
	fieldKeyPass  = "passphrase"
	fieldSignCert = "signing-certificate"
	fieldSignKey  = "signing-key"
	fieldSignID   = "signing-id"
	fieldSignPass = "signing-passphrase"
	fieldRedirect = "redirect"
)

// newForm makes the form of a door.
func (s *Screen) newForm() *form.Model {
	var fields []form.Field
	if s.old == nil && place.DossierOf(s.page) == "" && len(s.dossiers) > 0 {
		options := []form.Option{{Value: "", Label: txtNewDossier}}
		for _, d := range s.dossiers {
			options = append(options, form.Option{Value: string(d.ID), Label: d.Name})
		}
		fields = append(fields, form.Field{Name: fieldDossier, Label: "Dossier", Kind: form.Select, Options: options, Hint: txtDossierHint})
	}
	fields = append(fields,
		form.Field{Name: fieldID, Label: "Client id", Hint: txtIDHint},
		form.Field{Name: fieldSecret, Label: "Client secret", Kind: form.Secret, Hint: txtSecretHint})
	intro := txtCustomIntro
	if s.door == connect {
		intro = txtConnectIntro
		fields = append(fields, certificates()...)
	}
	f := form.New(txtTest, fields...)
	f.SetIntro(intro)
	f.Focus(fieldID) // what is pasted first; a choice would swallow it
	return f
}

// certificates are the fields that only Ponto Connect needs.
func certificates() []form.Field {
	const tls, sign, back = "Certificate (TLS)", "Signature", "Way back"
	return []form.Field{
		{Name: fieldCert, Label: "Certificate", Group: tls, Lines: true, Hint: txtFileHint},
		{Name: fieldKey, Label: "Private key", Group: tls, Lines: true, Kind: form.Secret, Hint: txtFileHint},
		{Name: fieldKeyPass, Label: "Passphrase", Group: tls, Kind: form.Secret, Hint: txtPassHint},
		{Name: fieldSignID, Label: "Key id", Group: sign, Hint: txtSignHint},
		{Name: fieldSignCert, Label: "Certificate", Group: sign, Lines: true, Hint: txtFileHint},
		{Name: fieldSignKey, Label: "Private key", Group: sign, Lines: true, Kind: form.Secret, Hint: txtFileHint},
		{Name: fieldSignPass, Label: "Passphrase", Group: sign, Kind: form.Secret, Hint: txtPassHint},
		{Name: fieldRedirect, Label: "Redirect", Group: back, Hint: txtRedirectHint},
	}
}

// submit checks what was typed, field by field, and tests it.
func (s *Screen) submit() tea.Cmd {
	f := s.form()
	f.SetError("", "")
	value := func(name string) string { return strings.TrimSpace(f.Value(name)) }
	wrong := false
	refuse := func(field, text string) { // takes the focus: the first field is refused last
		f.SetError(field, text)
		wrong = true
	}
	for _, field := range []string{fieldSecret, fieldID} {
		if value(field) == "" {
			refuse(field, txtMissing)
		}
	}
	if wrong {
		return nil
	}
	c := app.Credentials{Dossier: s.dossierTyped(value(fieldDossier)), Door: core.CustomIntegration, Redirect: value(fieldRedirect)}
	c.Secret = core.Secret{ClientID: value(fieldID), ClientSecret: value(fieldSecret)}
	if s.old != nil {
		c.API, c.Authorize, c.Dashboard, c.Sandbox = s.old.API, s.old.Authorize, s.old.Dashboard, s.old.Sandbox
	}
	if s.door != connect {
		return s.test(c)
	}
	c.Door = core.PontoConnect
	for _, file := range []struct {
		field string
		into  *string
	}{{fieldSignKey, &c.Secret.SigningKey}, {fieldSignCert, &c.Secret.SigningCert}, {fieldKey, &c.Secret.PrivateKey}, {fieldCert, &c.Secret.Certificate}} {
		text, err := readPEM(value(file.field))
		if err != nil {
			refuse(file.field, words.Sentence(err.Error()))
		}
		*file.into = text
	}
	c.Secret.KeyPassphrase, c.Secret.SigningKeyPass, c.Secret.SigningKeyID = f.Value(fieldKeyPass), f.Value(fieldSignPass), value(fieldSignID)
	if wrong {
		return nil
	}
	return s.test(c)
}

// dossierTyped is the dossier of the page, else the one chosen in the form.
func (s *Screen) dossierTyped(chosen string) core.DossierID {
	if id := place.DossierOf(s.page); id != "" {
		return id
	}
	return core.DossierID(chosen)
}

// maxPEM is larger than any certificate with its chain.
const maxPEM = 64 << 10

// Reasons why a certificate or key cannot be taken.
var (
	errNoFile = errors.New(txtNoFile)
	errNoPEM  = errors.New(txtNoPEM)
)

// readPEM takes a pasted certificate or key, or the name of a file with one. The file is small and local: it is read at once.
func readPEM(text string) (string, error) {
	if text == "" || strings.Contains(text, "-----BEGIN") {
		return text, nil
	}
	file, err := os.Open(text)
	if err != nil {
		return "", errNoFile
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxPEM))
	switch {
	case err != nil:
		return "", errNoFile
	case !strings.Contains(string(content), "-----BEGIN"):
		return "", errNoPEM
	}
	return string(content), nil
}
