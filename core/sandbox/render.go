package sandbox

import (
	"bytes"
	"strconv"
)

// pageTemplate is every page. No script, no outside resource: a text browser sees all of it.
const pageTemplate = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}}</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem; color: #1c2430; background: #fff; }
input:not([type=checkbox]), select { display: block; width: 100%; box-sizing: border-box; padding: .4rem; font: inherit; }
button { padding: .5rem 1rem; font: inherit; }
.error { border-left: .3rem solid #b3261e; padding-left: .8rem; }
.hint { color: #4a5568; }
@media (prefers-color-scheme: dark) { body { color: #e6e9ef; background: #171b22; } .hint { color: #aab3c2; } a { color: #8ab4f8; } }
</style>
</head>
<body>
<h1>{{.Title}}</h1>
{{- with .Error}}
<p class="error" role="alert">{{.}}</p>
{{- end}}
{{- range .Text}}
<p>{{.}}</p>
{{- end}}
{{- if .Submit}}
<form method="post" action="{{.Action}}">
{{- range $n, $f := .Fields}}
{{- if eq .Kind "hidden"}}
<input type="hidden" name="{{.Name}}" value="{{.Value}}">
{{- else if eq .Kind "checkbox"}}
<p><label><input type="checkbox" name="{{.Name}}" value="{{.Value}}"{{if .Checked}} checked{{end}}> {{.Label}}</label>{{with .Hint}} <span class="hint">({{.}})</span>{{end}}</p>
{{- else}}
<p><label for="field{{$n}}">{{.Label}}{{with .Hint}} <span class="hint">({{.}})</span>{{end}}</label>
{{- if eq .Kind "select"}}
<select id="field{{$n}}" name="{{.Name}}">
{{- $chosen := .Value}}
{{- range .Options}}
<option value="{{.Value}}"{{if eq .Value $chosen}} selected{{end}}>{{.Label}}</option>
{{- end}}
</select></p>
{{- else}}
<input id="field{{$n}}" type="{{.Kind}}" name="{{.Name}}" value="{{.Value}}"></p>
{{- end}}
{{- end}}
{{- end}}
<p><button type="submit">{{.Submit}}</button></p>
</form>
{{- else if .Fields}}
<dl>
{{- range .Fields}}
<dt>{{.Label}}</dt><dd><code>{{.Value}}</code></dd>
{{- end}}
</dl>
{{- end}}
{{- range .Links}}
<p><a href="{{.URL}}">{{.Label}}</a></p>
{{- end}}
</body>
</html>
`

// render writes a page for a browser.
func (v *visit) render(status int, f Form) {
	var b bytes.Buffer
	if err := v.pages.Execute(&b, f); err != nil {
		v.log.Error("page not written", "title", f.Title, "err", err)
	}
	h := v.x.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	h.Set("Cache-Control", "no-store")
	// The consent must not be clicked through another site's frame, and nothing on a page may run or load.
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	v.x.WriteHeader(status)
	_, _ = v.x.Write(b.Bytes())
}
