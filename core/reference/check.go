package reference

// mod97 reads digits and letters (A=10 … Z=35) as one long number, digit by digit (ISO 7064).
func mod97(s string) int {
	r := 0
	for i := range len(s) {
		if isDigit(s[i]) {
			r = (r*10 + int(s[i]-'0')) % 97
		} else {
			r = (r*100 + int(s[i]-'A') + 10) % 97
		}
	}
	return r
}

// ogmHolds: the last two digits are the first ten modulo 97, with 97 for 0.
func ogmHolds(v string) bool {
	check := mod97(v[:10])
	if check == 0 {
		check = 97
	}
	return int(v[10]-'0')*10+int(v[11]-'0') == check
}

func rfHolds(v string) bool { return mod97(v[4:]+v[:4]) == 1 }

// qrrTable drives the recursive modulo 10 of the Swiss QR bill.
var qrrTable = [10]int{0, 9, 4, 6, 8, 2, 7, 1, 3, 5}

func qrrHolds(v string) bool {
	carry := 0
	for i := range len(v) - 1 {
		carry = qrrTable[(carry+int(v[i]-'0'))%10]
	}
	return (10-carry)%10 == int(v[len(v)-1]-'0')
}

// kenmerkWeights run from the right and repeat (Betaalvereniging Nederland).
var kenmerkWeights = [...]int{2, 4, 8, 5, 10, 9, 7, 3, 6, 1}

// kenmerkHolds: seven digits carry no check; sixteen begin with a check digit over the rest; nine to fourteen begin with
// that digit and with the last digit of how many follow.
func kenmerkHolds(v string) bool {
	if len(v) == 7 {
		return true
	}
	if len(v) != 16 && int(v[1]-'0') != (len(v)-2)%10 {
		return false
	}
	sum := 0
	for i := range len(v) - 1 {
		sum += int(v[len(v)-1-i]-'0') * kenmerkWeights[i%len(kenmerkWeights)]
	}
	check := 11 - sum%11
	switch check {
	case 10:
		check = 1
	case 11:
		check = 0
	}
	return int(v[0]-'0') == check
}

func viiteHolds(v string) bool {
	weights := [...]int{7, 3, 1}
	sum := 0
	for i := range len(v) - 1 {
		sum += int(v[len(v)-2-i]-'0') * weights[i%3]
	}
	return (10-sum%10)%10 == int(v[len(v)-1]-'0')
}

func luhnHolds(v string) bool {
	sum := 0
	for i := range len(v) {
		d := int(v[len(v)-1-i] - '0')
		if i%2 == 1 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return sum%10 == 0
}

// kidHolds accepts either check that an issuer may have chosen: Luhn, or modulo 11 with 10 written as a dash.
func kidHolds(v string) bool {
	last := v[len(v)-1]
	if last != '-' && luhnHolds(v) {
		return true
	}
	sum := 0
	for i := range len(v) - 1 {
		sum += int(v[len(v)-2-i]-'0') * (2 + i%6)
	}
	switch check := (11 - sum%11) % 11; check {
	case 10:
		return last == '-'
	default:
		return last == byte('0'+check)
	}
}
