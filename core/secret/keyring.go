package secret

import (
	"errors"
	"time"

	"github.com/zalando/go-keyring"
)

// Keyring is what Ferry needs of the operating system's keyring.
type Keyring interface {
	Get(service, user string) (string, error)
	Set(service, user, password string) error
}

// OSKeyring returns the keyring of the operating system: Keychain, Credential Manager or Secret Service.
func OSKeyring() Keyring { return osKeyring{} }

type osKeyring struct{}

// Get reads an entry.
func (osKeyring) Get(service, user string) (string, error) { return keyring.Get(service, user) }

// Set writes an entry.
func (osKeyring) Set(service, user, password string) error {
	return keyring.Set(service, user, password)
}

// service names Ferry in the keyring; the entry's name is the key's public half, so each file has its own.
const service = "ferry"

var (
	errKeyringSilent   = errors.New("the keyring did not answer")
	errKeyringForgets  = errors.New("the keyring does not give back what it was given")
	errKeyringNotThere = errors.New("there is no keyring")
)

// within runs a call that the keyring may never answer. An unanswered call is left behind: nothing can end it.
func within[T any](wait time.Duration, call func() (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	done := make(chan answer, 1)
	go func() {
		value, err := call()
		done <- answer{value, err}
	}()
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case a := <-done:
		return a.value, a.err
	case <-timer.C:
		var none T
		return none, errKeyringSilent
	}
}

func (o Options) recall(name string) (string, error) {
	if o.Keyring == nil {
		return "", errKeyringNotThere
	}
	return within(o.Wait, func() (string, error) { return o.Keyring.Get(service, name) })
}

// remember stores the key and reads it back: some keyrings accept everything and keep it for the session only, or not
// at all.
func (o Options) remember(name, key string) error {
	if o.Keyring == nil {
		return errKeyringNotThere
	}
	_, err := within(o.Wait, func() (struct{}, error) { return struct{}{}, o.Keyring.Set(service, name, key) })
	if err != nil {
		return err
	}
	back, err := o.recall(name)
	if err == nil && back != key {
		err = errKeyringForgets
	}
	return err
}
