package main

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
)

// placeholder stands in a body where each review gets a uid of its own.
const placeholder = "00000000-0000-0000-0000-000000000000"

// review is a line of the file of reviews.
type review struct {
	// Path with its query, as the API server asks for it.
	Path string `json:"path"`
	// Body is the AdmissionReview, with the placeholder for its uid.
	Body string `json:"body"`
	// Expect is "allowed", "patch" for allowed with a patch, or "anything" for whatever has the code 200.
	Expect string `json:"expect"`

	series string
	before []byte
	after  []byte
}

func readReviews(path string) ([]review, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var reviews []review
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 8<<20)
	for lines.Scan() {
		var one review
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		before, after, found := strings.Cut(one.Body, placeholder)
		if !found {
			return nil, fmt.Errorf("%s: a review without %s", path, placeholder)
		}
		one.before, one.after = []byte(before), []byte(after)
		one.series, _, _ = strings.Cut(one.Path, "?")
		reviews = append(reviews, one)
	}
	if len(reviews) == 0 {
		return nil, fmt.Errorf("%s: no reviews", path)
	}
	return reviews, lines.Err()
}

// fresh is the body with a uid that no other has.
func (r *review) fresh() (body []byte, uid string) {
	var random [16]byte
	_, _ = rand.Read(random[:]) // never fails
	random[6], random[8] = random[6]&0x0f|0x40, random[8]&0x3f|0x80
	uid = fmt.Sprintf("%x-%x-%x-%x-%x", random[:4], random[4:6], random[6:8], random[8:10], random[10:])
	body = make([]byte, 0, len(r.before)+len(uid)+len(r.after))
	body = append(append(append(body, r.before...), uid...), r.after...)
	return body, uid
}

type answer struct {
	Kind     string `json:"kind"`
	Response struct {
		UID     string `json:"uid"`
		Allowed bool   `json:"allowed"`
		Patch   []byte `json:"patch"`
		Status  struct {
			Message string `json:"message"`
		} `json:"status"`
	} `json:"response"`
}

// problem says in which way an answer with the code 200 is not the one that was expected.
func (r *review) problem(uid string, body []byte) error {
	if r.Expect == "anything" {
		return nil
	}
	var got answer
	if err := json.Unmarshal(body, &got); err != nil {
		return fmt.Errorf("the answer is not JSON: %w", err)
	}
	switch {
	case got.Kind != "AdmissionReview":
		return errors.New("the answer is no AdmissionReview")
	case got.Response.UID != uid:
		return errors.New("the answer has another uid")
	case !got.Response.Allowed:
		return fmt.Errorf("not allowed: %s", got.Response.Status.Message)
	case r.Expect == "patch" && !bytes.HasPrefix(got.Response.Patch, []byte(`[{`)):
		return errors.New("the answer has no patch")
	default:
		return nil
	}
}
