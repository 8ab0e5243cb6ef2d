package form

import "ferry/core/sandbox"

// FromSandbox makes a form out of a page of the simulator. Hidden fields are kept and sent.
func FromSandbox(f sandbox.Form) *Model {
	var fields []Field
	for _, in := range f.Fields {
		out := Field{Name: in.Name, Label: in.Label, Hint: in.Hint, Value: in.Value}
		switch in.Kind {
		case "password":
			out.Kind = Secret
		case "hidden":
			out.Kind = Hidden
		case "select":
			out.Kind = Select
		case "checkbox":
			// A box's value is what is sent when it is ticked; several boxes may share a name.
			out.Kind, out.Sends, out.Value = Checkbox, in.Value, ""
			if in.Checked {
				out.Value = "true"
			}
		}
		for _, o := range in.Options {
			out.Options = append(out.Options, Option(o))
		}
		fields = append(fields, out)
	}
	m := New(f.Submit, fields...)
	for i := range m.fields {
		m.fields[i].given = m.fields[i].Value != ""
	}
	m.SetIntro(f.Text...)
	m.SetError("", f.Error)
	if len(m.order) == 0 || m.fields[m.order[0]].Kind == Checkbox {
		m.FocusButton()
	}
	return m
}
