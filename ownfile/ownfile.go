// Package ownfile gives memory back that holds pages of the program's own file. What is embedded in the program is read when
// it starts; most of it is not read again once it is unpacked or parsed, and need not stay.
package ownfile
