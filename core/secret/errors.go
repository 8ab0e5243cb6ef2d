package secret

import "ferry/core"

// Errors of the passphrase.
var (
	// ErrPassphrase says that the passphrase does not open the key file.
	ErrPassphrase error = &core.Error{Code: core.CodeInvalid, Msg: "the passphrase is wrong",
		Hint: "try again; without the passphrase the credentials of each connection must be entered anew"}
	// ErrNoPassphrase says that a passphrase is needed and nobody could be asked for it.
	ErrNoPassphrase error = &core.Error{Code: core.CodeInvalid,
		Msg:  "the key to the stored credentials needs a passphrase",
		Hint: "set FERRY_PASSPHRASE, or run ferry on a terminal; where the system has a keyring it is used instead"}
)

// errOtherKey has the code of refused credentials, because what mends it is the same: entering them again.
var errOtherKey error = &core.Error{Code: core.CodeAuth,
	Msg:  "the stored credentials are locked with another key",
	Hint: "enter the credentials of the connection again, or put back the key file that belongs to this data"}

func errDamaged(err error) error {
	return &core.Error{Code: core.CodeCorrupt, Msg: "stored credentials are damaged", Err: err,
		Hint: "enter the credentials of the connection again"}
}

func errKeyring(err error) error {
	return &core.Error{Code: core.CodeNotFound, Msg: "the keyring does not give the key to the stored credentials",
		Err: err, Hint: "unlock the keyring and try again; on another machine, enter the credentials of each connection again"}
}
