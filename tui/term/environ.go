package term

import (
	"runtime"
	"strings"
	"time"
)

// Environ is what the environment says about the terminal. Make it with ReadEnviron.
type Environ struct {
	Term    string
	NoColor bool
	ASCII   bool // the locale is not UTF-8
	Remote  bool // over SSH
	Tmux    bool
	Sync    bool // frames may be bracketed
}

// ReadEnviron asks a function such as os.Getenv.
func ReadEnviron(getenv func(string) string) Environ {
	e := Environ{Term: getenv("TERM")}
	// NO_COLOR counts when it is not empty; CLICOLOR=0 means no colour unless CLICOLOR_FORCE overrules it.
	forced := getenv("CLICOLOR_FORCE") != "" && getenv("CLICOLOR_FORCE") != "0"
	e.NoColor = getenv("NO_COLOR") != "" || (getenv("CLICOLOR") == "0" && !forced) || e.Term == "dumb"
	e.Remote = getenv("SSH_CONNECTION") != "" || getenv("SSH_TTY") != ""
	e.Tmux = getenv("TMUX") != ""
	e.Sync = e.Term != "dumb" && e.Term != "linux"
	e.ASCII = e.Term == "linux" || !utf8Locale(getenv)
	return e
}

// utf8Locale reports whether texts may contain more than ASCII. Windows consoles and an empty environment may.
func utf8Locale(getenv func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := strings.ToLower(getenv(name)); v != "" {
			return strings.Contains(v, "utf-8") || strings.Contains(v, "utf8") || runtime.GOOS == "windows"
		}
	}
	return true
}

// FPS is how many frames a second are worth sending: twice as many where no network is in between, which halves the time
// from key to frame.
func (e Environ) FPS() int {
	if e.Remote {
		return 60
	}
	return 120
}

// DefaultEscapeWait is how long the rest of a key is waited for after an escape byte.
const DefaultEscapeWait = 50 * time.Millisecond
