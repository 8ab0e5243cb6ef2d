// Package action holds everything a user can do, as data: what it is called, what it does, which keys start it, and when it
// is possible. The footer, the help, the palette, the user's keymap file and the table of keys in the README are all made
// from this one table.
//
// A key is not logic: it finds an action, and the screen is told the action. See Registry.Resolve for the road.
package action
