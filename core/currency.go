package core

// Currency is an ISO 4217 code such as "EUR". The zero value means that the currency is not known.
type Currency string

// EUR is the currency of nearly every line Ferry sees.
const EUR Currency = "EUR"

// minorUnits lists the currencies whose number of decimals is not two (ISO 4217, list one).
var minorUnits = map[Currency]int{
	"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0,
	"UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
	"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
	"CLF": 4, "UYW": 4,
}

// Decimals is how many digits of an amount in this currency stand behind the decimal point.
func (c Currency) Decimals() int {
	if n, ok := minorUnits[c]; ok {
		return n
	}
	return 2
}

// Valid reports whether the code has the shape of an ISO 4217 code. It does not ask whether the code is in use:
// a bank that invents one must not make its lines unreadable.
func (c Currency) Valid() bool {
	if len(c) != 3 {
		return false
	}
	for i := range 3 {
		if c[i] < 'A' || c[i] > 'Z' {
			return false
		}
	}
	return true
}
