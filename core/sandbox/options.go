package sandbox

import (
	"log/slog"
	"time"
)

// Options say what world the simulator serves and how it misbehaves from the start.
type Options struct {
	Seed         uint64
	Transactions int       // lines of the whole world; zero: the world's own default
	Now          time.Time // where the virtual clock starts; zero: the world's own default
	// Faults are switched on before the first request: NAME or NAME:TIMES, the names of GET /control.
	Faults []string
	// ConnectTLS makes Start serve a second listener with TLS on which the Ponto Connect door asks for a client
	// certificate and checks HTTP signatures. The plain listener then refuses that door.
	ConnectTLS bool
	Log        *slog.Logger // nil: nothing is logged
	// OldCodes answers a bad token with the spelling of 2019 (authorizationCodeInvalid) behind the custom door.
	OldCodes bool
	// Elapsed is a monotonic source that the virtual clock follows, the time since the program started for example. Nil
	// freezes the clock: only the control address moves it.
	Elapsed func() time.Duration
}

// Addresses are what a client must know to use the simulator.
type Addresses struct {
	API           string // the custom integration's base
	Connect       string // Ponto Connect's base
	Authorization string // the page on which Ponto Connect's user signs in and consents
	Dashboard     string // the human side: Ponto's own site
	Control       string // moves the clock, posts lines, switches faults
	// ClientID and ClientSecret belong to an organization whose custom integration already holds accounts.
	ClientID, ClientSecret string
	// Starter belongs to an organization that has signed up and paid and has not authorized anything yet.
	Starter Credentials
	// ConnectClient is the vendor's application behind the Ponto Connect door.
	ConnectClient Credentials
}

// Credentials are a client id with its secret.
type Credentials struct {
	ClientID     string
	ClientSecret string
}
