"""Reading room"""
