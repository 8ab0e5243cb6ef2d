package app

// Store is the file as the use cases need it; store.File satisfies it.
type Store interface{}
