// Package kill ends real processes without warning, spoils files, and holds nothing but tests. A child process with the real
// wiring, file, client and background core, works against the simulator and is killed (SIGKILL) at a moment drawn from a seed.
// After every kill the file must open, the check of the whole file must find nothing, the next fetch must bring the file to
// what the simulator knows to be true, line by line, and nothing may stand twice.
//
// # What is killed
//
//	fetch      reading all accounts, after lines came, changed, or got new ids
//	sync       a synchronization asked by a present user
//	token      renewals of a refresh token that is spent by its use; every other time the server is slow
//	authorize  re-authorization of an account, and of a bank, abandoned wherever it stands
//	migrate    a file of the first format is copied aside and brought up to date
//	backup     a copy is written while the file is in use
//	restore    a copy takes the place of the file
//
// Credentials are sealed as in the program, with age; only the system's keyring is a file here.
//
// A refresh token whose successor was on its way when the process died is spent: nobody can save it. Then, and only then, the
// connection must say that somebody has to sign in again, and be mended by a new authorization.
//
// # How much
//
// Without more there are some forty kills. FERRY_KILLS=1000 asks for as many over all operations, FERRY_KILL_SEED for other
// moments. Each failure names operation, kill and seed; go test -v prints every kill and the table.
//
// A run of 1,000, with the seed that is the default:
//
//	operation  kills  rounds ended  opened  verified  truth complete  token spent  mended
//	fetch        250             6     250       250             250            0       0
//	sync         150            66     150       150             150            0       0
//	token        200             1     200       200             200           40      40
//	authorize    100            49     100       100             100            8       8
//	migrate      100           114     100       100             100            0       0
//	backup       100           103     100       100             100            0       0
//	restore      100             6     100       100             100            0       0
//	all        1,000           345   1,000     1,000           1,000           48      48
//
// The other tests run the built program on a full disk, on files that cannot be written, are damaged, cut short or too new,
// and on a file that another program holds.
package kill
