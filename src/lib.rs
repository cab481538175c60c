#![doc = "TCP/IP with no wires attached."]
#![no_std]
